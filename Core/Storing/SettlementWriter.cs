using Microsoft.Extensions.Logging;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Core.Storing;

/// <summary>
/// Records what became of messages: refused items go to quarantine, then the ledger is updated. The ledger comes last, because what
/// it knows counts as done: freshness is read from it. Of a probe it is noted that it has got so far.
/// </summary>
public sealed partial class SettlementWriter(
    IQuarantineStore quarantine, ILedgerStore ledger, IProbeStore probes, TimeProvider time, ILogger<SettlementWriter> logger)
{
    /// <summary>Settles messages. One that cannot be recorded does not keep the others from being settled.</summary>
    /// <exception cref="TransientStorageException">A store is not usable; nothing is settled.</exception>
    public async Task SettleAsync(IEnumerable<DrainMessage> messages, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DrainMessage[] decided = [.. messages];
        var (earlier, unknown) = await FindEarlierAsync(decided, cancellationToken);
        Settlement[] all = [.. decided.Where(message => !unknown.Contains(message)).Select(message => Settlement.Of(message, earlier, now))];
        var unwritten = new HashSet<Settlement>(ReferenceEqualityComparer.Instance);
        await WriteAsync(all.Where(settlement => settlement.Refusals.Count > 0), SetAsideAsync);
        await WriteAsync(all.Where(settlement => settlement.Resolved.Count > 0), ResolveAsync);
        await WriteAsync(all.Where(settlement => settlement.Ledger is not null), AccountAsync);
        foreach (var settlement in all.Where(settlement => !unwritten.Contains(settlement)))
        {
            if (settlement.Ledger is { } entry && entry.Producer == Probe.Producer)
            {
                await probes.NoteAsync(entry.ReceivedAt, ProbeStage.Stored, time.GetUtcNow(), cancellationToken);
            }

            settlement.Message.IsSettled = true;
        }

        async Task WriteAsync(IEnumerable<Settlement> some, Func<ArraySegment<Settlement>, Task> write)
        {
            var refused = await Narrowing.RunAsync(
                [.. some.Where(settlement => !unwritten.Contains(settlement))], settlement => settlement, write, lastTry: false, cancellationToken);
            foreach (var (settlement, failure) in refused)
            {
                Log.NotSettled(logger, settlement.Message.Message.Id, failure);
                unwritten.Add(settlement);
            }
        }

        async Task SetAsideAsync(ArraySegment<Settlement> some)
        {
            Refusal[] refusals = [.. some.SelectMany(settlement => settlement.Refusals)];
            var added = await quarantine.AddAsync([.. refusals.Select(refusal => refusal.Entry)], cancellationToken);
            var ids = added.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var reason in refusals.Where(refusal => ids.Remove(refusal.Entry.Id)).GroupBy(refusal => refusal.Entry.Reason))
            {
                Log.Quarantined(logger, reason.Count(), reason.Key, SequenceText.Of(reason));
            }
        }

        async Task ResolveAsync(ArraySegment<Settlement> some)
        {
            foreach (var (entry, change) in some.SelectMany(settlement => settlement.Resolved))
            {
                // Somebody else may have changed it meanwhile: a retry that has it now finds the item stored.
                await quarantine.UpdateAsync(entry, change, cancellationToken);
            }
        }

        Task AccountAsync(ArraySegment<Settlement> some) =>
            ledger.RecordAsync([.. some.Select(settlement => settlement.Ledger!)], cancellationToken);
    }

    /// <summary>What is in quarantine of messages that may have been settled before, and the messages of which it cannot be read.</summary>
    private async Task<(EarlierEntries Earlier, HashSet<DrainMessage> Unknown)> FindEarlierAsync(
        DrainMessage[] messages, CancellationToken cancellationToken)
    {
        var earlier = new EarlierEntries();
        var unknown = new HashSet<DrainMessage>(ReferenceEqualityComparer.Instance);
        var refused = await Narrowing.RunAsync(
            [.. messages.Where(message => message.MayHaveBeenSettled)],
            message => message,
            some => earlier.AddAsync(quarantine, some, cancellationToken),
            lastTry: false,
            cancellationToken);
        foreach (var (message, failure) in refused)
        {
            Log.NotSettled(logger, message.Message.Id, failure);
            unknown.Add(message);
        }

        return (earlier, unknown);
    }

    private static partial class Log
    {
        [LoggerMessage(5211, LogLevel.Warning, "{Count} new in quarantine, {Reason}: {Sequences}")]
        public static partial void Quarantined(ILogger logger, int count, string reason, string sequences);

        [LoggerMessage(5212, LogLevel.Error, "The outcome of message {MessageId} cannot be recorded; it stays in the queue")]
        public static partial void NotSettled(ILogger logger, string messageId, Exception exception);
    }
}
