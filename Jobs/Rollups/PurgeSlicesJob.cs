using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Rollups;

/// <summary>Removes slices of days that are over for long: a late event to one of them has its hour folded whole.</summary>
internal sealed class PurgeSlicesJob(SliceBoundary boundary) : IJob<NoArguments>
{
    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken) =>
        $"{await boundary.PurgeAsync(cancellationToken)} slices removed";
}
