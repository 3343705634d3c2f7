using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;

namespace Pipeline.Jobs.Rollups;

/// <summary>How far the drain has got, as well as the queue, or else the ledger, can tell.</summary>
internal sealed class DrainProgress(IEventQueue queue, ILedger ledger, IOptions<LedgerOptions> options, TimeProvider time)
{
    // A message that SQS does not count yet has been there for less than this.
    private static readonly TimeSpan CountsSettle = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What was received before this instant has been drained, and so its slices are marked, but for what is lost. Null when nothing
    /// can be told.
    /// </summary>
    public async Task<DateTimeOffset?> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var status = await queue.GetStatusAsync(cancellationToken);
        var drained = status.IsExact && (status.IsEmpty || status.OldestSentAt is not null)
            ? status.OldestSentAt ?? now
            : Latest(
                await ledger.GetDrainedThroughAsync(now - options.Value.GapAfter, cancellationToken),
                status.IsEmpty ? now - CountsSettle : null);
        return drained > now ? now : drained;
    }

    private static DateTimeOffset? Latest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;
}
