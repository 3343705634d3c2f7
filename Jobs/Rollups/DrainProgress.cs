using Microsoft.Extensions.Options;
using Pipeline.Core.Ledger;
using Pipeline.Core.Queue;

namespace Pipeline.Jobs.Rollups;

/// <summary>How far the drain has got, as well as the queue, or else the ledger, can tell.</summary>
internal sealed class DrainProgress(IEventQueue queue, ILedger ledger, IOptions<LedgerOptions> options, TimeProvider clock)
{
    /// <summary>
    /// What was received before this instant has been drained, and so its slices are marked, but for what is lost. Null when nothing
    /// can be told.
    /// </summary>
    public async Task<DateTimeOffset?> GetAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var status = await queue.GetStatusAsync(cancellationToken);
        if (status is { Visible: 0, InFlight: 0, OldestSentAt: null })
            return now;

        var drained = status.OldestSentAt ?? await ledger.GetDrainedThroughAsync(now - options.Value.GapAfter, cancellationToken);
        return drained > now ? now : drained;
    }
}
