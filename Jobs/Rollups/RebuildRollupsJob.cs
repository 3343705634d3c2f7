using System.ComponentModel;
using Hangfire;
using Hangfire.Server;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Runs;

namespace Pipeline.Jobs.Rollups;

/// <summary>Has every rollup whose raw events are at hand folded again. The refresh job does the work; numbers stay up meanwhile.</summary>
internal sealed class RebuildRollupsJob(RebuildMarker marker, RunRecorder runs)
{
    public const string Id = "rebuild-rollups";

    [SkipWhenRunning]
    [AutomaticRetry(Attempts = 5)]
    [DisplayName("Rebuild all rollups from raw events")]
    public Task RunAsync(PerformContext context, CancellationToken cancellationToken) =>
        runs.RecordAsync(Id, context, async () =>
            $"{await marker.RunAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken)} slices marked for the next refresh");
}
