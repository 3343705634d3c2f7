using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Rollups;

/// <summary>Brings the numbers up to date with new events, every few seconds.</summary>
internal sealed class RefreshRollupsJob(RollupRefresher refresher) : IJob<NoArguments>
{
    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var refreshed = await refresher.RunAsync(cancellationToken);
        return refreshed == default
            ? null
            : $"{refreshed.Slices} slices and {refreshed.Hours} hours from {refreshed.EventsRead} events, {refreshed.SetAside} slices set aside";
    }
}
