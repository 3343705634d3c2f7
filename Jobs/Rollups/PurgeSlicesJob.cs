using System.ComponentModel;
using Hangfire;
using Hangfire.Server;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Runs;

namespace Pipeline.Jobs.Rollups;

/// <summary>Removes slices of days that are over for long: a late event to one of them has its hour folded whole.</summary>
internal sealed class PurgeSlicesJob(SliceBoundary boundary, RunRecorder runs)
{
    public const string Id = "purge-slices";

    [SkipWhenRunning]
    [AutomaticRetry(Attempts = 5)]
    [DisplayName("Purge old slices")]
    public Task RunAsync(PerformContext context, CancellationToken cancellationToken) =>
        runs.RecordAsync(Id, context, async () => $"{await boundary.PurgeAsync(cancellationToken)} slices removed");
}
