using Pipeline.Core.Rollups;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Rollups;

/// <param name="From">First day of the reporting zone; null for the first that there is.</param>
/// <param name="To">Last day, included; null for the last that there is.</param>
public sealed record RebuildRollupsArguments(DateOnly? From = null, DateOnly? To = null);

/// <summary>
/// Has the rollups of days folded again from raw events. It marks their slices, the refresh job folds them, and numbers stay up
/// meanwhile; this job waits until that is done, so that its progress is that of the whole.
/// </summary>
internal sealed class RebuildRollupsJob(RollupRebuilder rebuilder, IDirtySlices dirtySlices, TimeProvider time)
    : IJob<RebuildRollupsArguments>
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>A rebuild that stands still for so long is not worth a worker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public async Task<string?> RunAsync(
        RebuildRollupsArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var marked = await rebuilder.RunAsync(arguments.From ?? DateOnly.MinValue, arguments.To ?? DateOnly.MaxValue, cancellationToken);
        var markedAt = time.GetUtcNow();
        var (waiting, movedAt) = (marked, markedAt);
        while (true)
        {
            var now = await CountWaitingAsync(marked, markedAt, cancellationToken);
            (waiting, movedAt) = now < waiting ? (now, time.GetUtcNow()) : (waiting, movedAt);
            await progress.ReportAsync(marked - waiting, marked, cancellationToken);
            if (waiting == 0)
            {
                return $"{marked} slices folded again";
            }

            if (time.GetUtcNow() - movedAt > Patience)
            {
                return $"{marked - waiting} of {marked} slices folded again; the others are still marked";
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    /// <summary>Slices that were marked and are not folded yet. Those with the oldest marks are folded first.</summary>
    private async Task<int> CountWaitingAsync(int marked, DateTimeOffset markedAt, CancellationToken cancellationToken)
    {
        var dirty = await dirtySlices.GetStatusAsync(cancellationToken);
        return dirty.OldestReceivedAt is { } oldest && oldest <= markedAt ? (int)Math.Min(dirty.Count, marked) : 0;
    }
}
