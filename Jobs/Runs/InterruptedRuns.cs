using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Runs;

/// <summary>
/// Starts again what a process that died left running. Hangfire.InMemory forgets everything with its process; the run ledger does
/// not. All jobs are safe to repeat.
/// </summary>
internal sealed partial class InterruptedRuns(
    IRunLedger runs, IRecurringJobManagerV2 jobs, TimeProvider time, ILogger<InterruptedRuns> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var interrupted = await runs.InterruptRunningAsync(time.GetUtcNow(), cancellationToken);
        foreach (var job in interrupted.Select(run => run.Job).Distinct(StringComparer.Ordinal))
        {
            if (jobs.TriggerJob(job) is not null)
            {
                Log.StartedAgain(logger, job);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Warning, "{Job} was interrupted by the end of its process; starting it again")]
        public static partial void StartedAgain(ILogger logger, string job);
    }
}
