using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Rollups;

/// <summary>Removes slices of days that ended long ago: after a late event to one of them its whole hour is folded.</summary>
internal sealed class PurgeSlicesJob(SliceBoundary boundary) : IJob<NoArguments>
{
    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken) =>
        $"{await boundary.PurgeAsync(cancellationToken)} slices removed";
}
