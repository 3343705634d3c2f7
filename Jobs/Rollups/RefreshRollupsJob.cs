using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Rollups;

/// <summary>Brings the numbers up to date with new events, every few seconds.</summary>
internal sealed class RefreshRollupsJob(ReportingZoneCheck zone, RollupRefresher refresher) : IJob<NoArguments>
{
    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        await zone.EnsureAsync(cancellationToken);
        var refreshed = await refresher.RunAsync(cancellationToken);
        return refreshed.Slices == 0
            ? null
            : $"{refreshed.Slices} slices and {refreshed.Hours} hours from {refreshed.EventsRead} events";
    }
}
