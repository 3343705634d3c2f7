using System.ComponentModel;
using Hangfire;
using Hangfire.Server;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Runs;

namespace Pipeline.Jobs.Rollups;

/// <summary>Brings the numbers up to date with new events, every few seconds.</summary>
internal sealed class RefreshRollupsJob(RollupRefresher refresher, RunRecorder runs)
{
    public const string Id = "refresh-rollups";

    // The next tick is the retry: a failed run is shown as deleted with its error, and the run ledger keeps it as failed.
    [SkipWhenRunning]
    [KeepForMinutes(15)]
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    [DisplayName("Refresh rollups")]
    public Task RunAsync(PerformContext context, CancellationToken cancellationToken) =>
        runs.RecordIfWorkedAsync(Id, context, async () =>
        {
            var refreshed = await refresher.RunAsync(cancellationToken);
            return refreshed == default
                ? null
                : $"{refreshed.Slices} slices and {refreshed.Hours} hours from {refreshed.EventsRead} events, {refreshed.SetAside} slices set aside";
        });
}
