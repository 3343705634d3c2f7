using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Core.Storing;

/// <summary>
/// Items that are in quarantine already because an earlier delivery of their message was settled. The ledger keeps counting such an item
/// where it was counted then; if it is stored by now, its entry is resolved, which moves it in the ledger as a retry would.
/// </summary>
public sealed class EarlierEntries
{
    private readonly Dictionary<string, QuarantineEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Adds what is in quarantine of messages that may have been settled before. There are few such messages. Safe to repeat.</summary>
    public async Task AddAsync(IQuarantineStore quarantine, IEnumerable<DrainMessage> messages, CancellationToken cancellationToken)
    {
        string[] ids = [.. messages.SelectMany(message => message.Items).Select(IdOf)];
        foreach (var entry in await quarantine.FindAsync(ids, cancellationToken))
        {
            _entries[entry.Id] = entry;
        }
    }

    /// <summary>The outcome that the ledger counts.</summary>
    public Outcome CountedOutcome(DrainItem item) => Find(item)?.Items!.Account switch
    {
        null => item.Outcome,
        QuarantineAccount.Stored => Outcome.Stored,
        var account => new Outcome(OutcomeKind.Reject, ByStore: account == QuarantineAccount.Quarantined),
    };

    /// <summary>The entry of an item that is stored by now, resolved; null when there is none, or a retry has it.</summary>
    public QuarantineEntry? Resolve(DrainItem item) =>
        item.Outcome is { Kind: OutcomeKind.Stored or OutcomeKind.Duplicate, Reason: null }
        && Find(item) is { State: QuarantineState.Open or QuarantineState.Discarded } entry
            ? entry.AfterTry(stored: item.Outcome.Kind == OutcomeKind.Stored ? 1 : 0, duplicate: item.Outcome.Kind == OutcomeKind.Stored ? 0 : 1)
                with { State = QuarantineState.Resolved }
            : null;

    private QuarantineEntry? Find(DrainItem item) => _entries.Count == 0 ? null : _entries.GetValueOrDefault(IdOf(item));

    private static string IdOf(DrainItem item) => QuarantineEntry.IdOf(item.Envelope.Producer, item.Sequence);
}
