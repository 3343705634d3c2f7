using System.ComponentModel;
using Hangfire;
using Hangfire.Server;
using Microsoft.Extensions.Options;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Runs;

namespace Pipeline.Jobs.Housekeeping;

/// <summary>Removes the history of runs that ended long ago.</summary>
internal sealed class PurgeRunHistoryJob(
    IRunLedger history, RunRecorder runs, IOptions<RunHistoryOptions> options, TimeProvider time)
{
    public const string Id = "purge-run-history";

    [SkipWhenRunning]
    [AutomaticRetry(Attempts = 5)]
    [DisplayName("Purge the run history")]
    public Task RunAsync(PerformContext context, CancellationToken cancellationToken) =>
        runs.RecordAsync(Id, context, async () =>
            $"{await history.PurgeAsync(time.GetUtcNow() - options.Value.KeepFor, cancellationToken)} runs removed");
}
