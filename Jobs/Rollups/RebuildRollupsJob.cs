using Pipeline.Core.Rollups;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Rollups;

/// <param name="From">First day of the reporting zone; null for the earliest.</param>
/// <param name="To">Last day, included; null for the latest.</param>
public sealed record RebuildRollupsArguments(DateOnly? From = null, DateOnly? To = null);

/// <summary>
/// Gets the rollups of some days folded again from raw events. It marks their slices, the refresh job folds them, and numbers stay available
/// meanwhile; this job waits until that is done, so its progress is that of the whole rebuild.
/// </summary>
internal sealed class RebuildRollupsJob(RebuildMarker marker, IDirtySlices dirtySlices, TimeProvider time)
    : IJob<RebuildRollupsArguments>
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>A rebuild without progress for this long must not keep its worker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public async Task<string?> RunAsync(
        RebuildRollupsArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var marked = await marker.RunAsync(arguments.From ?? DateOnly.MinValue, arguments.To ?? DateOnly.MaxValue, cancellationToken);
        var (waiting, movedAt) = ((long)marked, time.GetUtcNow());
        while (true)
        {
            var status = await dirtySlices.GetStatusAsync(cancellationToken);
            (waiting, movedAt) = status.Rebuilding < waiting ? (status.Rebuilding, time.GetUtcNow()) : (waiting, movedAt);
            await progress.ReportAsync(marked - waiting, marked, cancellationToken);
            if (waiting == 0)
            {
                return status.SetAside == 0
                    ? $"{marked} slices folded again"
                    : $"{marked} slices tried again; {status.SetAside} are set aside, as /api/ops/status shows";
            }

            if (time.GetUtcNow() - movedAt > Patience)
            {
                return $"{marked - waiting} of {marked} slices folded again; the others are still marked";
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }
}
