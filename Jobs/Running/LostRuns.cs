using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Alarms;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>
/// Ends runs that nobody works on any more although the history says that they wait or run: Hangfire has no job for them, or one that has
/// ended, or one of a server that is gone. Hangfire hands on what a dead server had, and a slow server may look dead for a while.
/// That is why a run is only lost when it has looked so for <see cref="Grace"/> and the history has not changed meanwhile.
/// </summary>
/// <remarks>One per process: it remembers which runs look lost, and since when.</remarks>
internal sealed partial class LostRuns(
    JobList jobs, IRunHistory history, JobStorage storage, IAlarms alarms, TimeProvider time, ILogger<LostRuns> logger)
{
    /// <summary>Hangfire hands on a dead server's jobs after 5 minutes, and forgets the server after at most 10.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    // More than there are workers.
    private const int MaxFetched = 1_000;

    private Dictionary<string, Suspect> _suspects = [];

    /// <summary>Ends the lost runs as interrupted. Returns how many.</summary>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var suspects = new Dictionary<string, Suspect>(StringComparer.Ordinal);
        var ended = 0;
        // The history first: a run that ends afterwards has ended in Hangfire for less than the grace.
        var unfinished = await history.GetUnfinishedAsync(cancellationToken);
        var hangfire = HangfireNow.Read(storage.GetMonitoringApi());
        foreach (var run in unfinished)
        {
            if (hangfire.FindLoss(run) is not { } loss)
            {
                continue;
            }

            var since = _suspects.TryGetValue(run.Id, out var before) && before.Run == run ? before.Since : now;
            if (now - since < Grace)
            {
                suspects[run.Id] = new Suspect(run, since);
                continue;
            }

            await EndAsync(run, loss, now, cancellationToken);
            ended++;
        }

        _suspects = suspects;
        return ended;
    }

    private async Task EndAsync(JobRun run, string loss, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await history.SaveAsync(run with { State = RunState.Interrupted, EndedAt = now, Error = loss }, cancellationToken);
        Log.Ended(logger, run.Id, run.Job, loss);
        if (jobs.Find(run.Job) is { } definition)
        {
            await alarms.RaiseAsync(
                FailureAlarms.Of(definition, run.Arguments, $"Run {run.Id} was interrupted: {loss}", now), cancellationToken);
        }
    }

    /// <param name="Run">As the history had it when it began to look lost.</param>
    /// <param name="Since">When that was.</param>
    private sealed record Suspect(JobRun Run, DateTimeOffset Since);

    /// <param name="Monitoring">Hangfire's view of its storage.</param>
    /// <param name="Servers">Servers whose heartbeats Hangfire hears.</param>
    /// <param name="Fetched">Jobs that a server has taken from a queue; those of a dead one are handed on when a worker is free.</param>
    private sealed record HangfireNow(IMonitoringApi Monitoring, HashSet<string> Servers, HashSet<string> Fetched)
    {
        public static HangfireNow Read(IMonitoringApi monitoring) => new(
            monitoring,
            [.. monitoring.Servers().Select(server => server.Name)],
            [.. JobQueues.All.SelectMany(queue => monitoring.FetchedJobs(queue, 0, MaxFetched)).Select(job => job.Key)]);

        /// <summary>Why nobody seems to work on a run; null when somebody does, or will.</summary>
        public string? FindLoss(JobRun run)
        {
            if (run.HangfireId is null || FindJob(run.HangfireId) is not { } job)
            {
                return "Its Hangfire job is gone.";
            }

            // The latest state comes first.
            var state = job.History.FirstOrDefault();
            return state?.StateName is { } name && (name == EnqueuedState.StateName || name == ScheduledState.StateName) ? null
                : state?.StateName != ProcessingState.StateName ? $"Its Hangfire job has ended ({state?.StateName ?? "never queued"})."
                : Servers.Contains(state.Data["ServerId"]) || Fetched.Contains(run.HangfireId) ? null
                : "The server that worked on it is gone.";
        }

        private JobDetailsDto? FindJob(string id)
        {
            try
            {
                return Monitoring.JobDetails(id);
            }
            catch (FormatException)
            {
                // The id of another storage: the run began before the profile was changed.
                return null;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2004, LogLevel.Error, "Run {Run} of {Job} is interrupted: {Reason}")]
        public static partial void Ended(ILogger logger, string run, string job, string reason);
    }
}
