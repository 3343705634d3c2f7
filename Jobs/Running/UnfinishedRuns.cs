using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Alarms;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>
/// Resumes what the last process left running or waiting. Hangfire.InMemory forgets everything with its process; the run history
/// does not.
/// </summary>
internal sealed partial class UnfinishedRuns(
    JobList jobs, IRunHistory history, JobStarter starter, IAlarms alarms, TimeProvider time, ILogger<UnfinishedRuns> logger)
    : IHostedService
{
    /// <summary>A run with this many attempts, most of which ended with their process, may be what crashes the process.</summary>
    private const int MaxAttempts = 10;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await history.GetUnfinishedAsync(cancellationToken))
        {
            if (jobs.Find(run.Job) is not { } definition)
            {
                await GiveUpAsync(run, "This version has no such job.", cancellationToken);
            }
            else if (run.State == RunState.Running && run.Attempt >= MaxAttempts)
            {
                var reason = $"Its process has ended during {run.Attempt} attempts.";
                await GiveUpAsync(run, reason, cancellationToken);
                await alarms.RaiseAsync(
                    FailureAlarms.Of(definition, run.Arguments, $"Run {run.Id}: {reason}", time.GetUtcNow()), cancellationToken);
            }
            else
            {
                // No server is running yet: the run cannot have begun before this is written.
                var hangfireId = starter.GoOn(run);
                await history.SaveAsync(
                    run with { State = RunState.Queued, StartedBy = StartedBy.Restart, HangfireId = hangfireId }, cancellationToken);
                Log.TakenUp(logger, run.Job, run.Arguments, run.Id);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task GiveUpAsync(JobRun run, string reason, CancellationToken cancellationToken)
    {
        await history.SaveAsync(run with { State = RunState.Failed, EndedAt = time.GetUtcNow(), Error = reason }, cancellationToken);
        Log.GivenUp(logger, run.Job, run.Id, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Warning, "{Job} {Arguments} was unfinished when its process ended; run {Run} continues")]
        public static partial void TakenUp(ILogger logger, string job, string arguments, string run);

        [LoggerMessage(2002, LogLevel.Error, "Run {Run} of {Job} is given up: {Reason}")]
        public static partial void GivenUp(ILogger logger, string job, string run, string reason);
    }
}
