using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Rollups;

namespace Pipeline.Workers.Drain;

/// <summary>
/// Stores a batch. Everything is idempotent and in the one order that survives a crash at any point: raw events, then what is derived
/// from them, then marks and accounts; the caller deletes the messages last.
/// </summary>
internal sealed class BatchProcessor(
    RawWriter raw, ProjectionWriter projections, IDirtySlices dirty, IQuarantineStore quarantine, ILedger ledger, TimeProvider time)
{
    /// <summary>Decides the outcome of every item of <paramref name="messages"/>.</summary>
    /// <param name="messages">Decoded messages.</param>
    /// <param name="lastTry">Whether items that would have to be tried again are quarantined instead.</param>
    /// <param name="cancellationToken">Cancels the work; what was done so far is harmless.</param>
    /// <exception cref="TransientStorageException">A store is not usable now: call again later with the same messages.</exception>
    public async Task ProcessAsync(IReadOnlyList<DrainMessage> messages, bool lastTry, CancellationToken cancellationToken)
    {
        var items = messages.SelectMany(message => message.Items).ToArray();
        await raw.WriteAsync(items, cancellationToken);
        if (lastTry)
        {
            GiveUpOnRetries(items);
        }

        var profiles = items.Where(item => item.Profile is not null).ToArray();
        var stored = items.Where(item => item.Event is not null && item.Outcome.Kind == OutcomeKind.Stored)
            .Select(item => item.Event!).ToArray();
        var changed = await projections.WriteAsync(stored, [.. profiles.Select(item => item.Profile!)], cancellationToken);
        foreach (var item in profiles)
        {
            item.Outcome = Outcome.Stored;
        }

        var settlement = Settlement.Of(messages.Where(message => message.IsSettled), time.GetUtcNow());
        var marked = changed.Count == 0
            ? Task.CompletedTask
            : dirty.MarkAsync(changed, messages.Min(message => message.ReceivedAt), cancellationToken);
        var setAside = settlement.Quarantine.Count == 0
            ? Task.CompletedTask
            : quarantine.AddAsync(settlement.Quarantine, cancellationToken);
        await Task.WhenAll(marked, setAside);

        // Last, because what the ledger knows counts as done: freshness is read from it.
        if (settlement.Ledger.Count > 0)
        {
            await ledger.RecordAsync(settlement.Ledger, cancellationToken);
        }
    }

    private static void GiveUpOnRetries(IEnumerable<DrainItem> items)
    {
        foreach (var item in items)
        {
            if (item.Outcome.Kind == OutcomeKind.Retry)
            {
                item.Outcome = Outcome.RejectedByStore(item.Outcome.Reason!.Rule);
            }
        }
    }
}
