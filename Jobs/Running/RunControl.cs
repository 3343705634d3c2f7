using Hangfire;
using Hangfire.States;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>What operators do with runs: cancel one, or do the work of failed ones again.</summary>
public sealed class RunControl(
    JobList jobs, IRunHistory history, IBackgroundJobClient client, JobStarter starter, TimeProvider time)
{
    /// <summary>How many failed runs are retried by one request, at most; another one takes the next.</summary>
    public const int MaxRetried = 10_000;

    private const int PageSize = 500;

    /// <summary>Stops a run that waits or is at work; one at work is told so within seconds, and ends when its job heeds it.</summary>
    /// <exception cref="TransientStorageException">The history is unreachable.</exception>
    public async Task<CancelOutcome> CancelAsync(string id, CancellationToken cancellationToken)
    {
        if (await history.FindAsync(id, cancellationToken) is not { } run)
        {
            return CancelOutcome.Unknown;
        }

        if (run.EndedAt is not null)
        {
            return CancelOutcome.HasEnded;
        }

        // Hangfire may have lost the job, and then nobody else would end the run.
        if (run.HangfireId is null || !client.ChangeState(run.HangfireId, new DeletedState { Reason = "Canceled by an operator" }))
        {
            await history.SaveAsync(run with { State = RunState.Canceled, EndedAt = time.GetUtcNow() }, cancellationToken);
        }

        return CancelOutcome.Canceled;
    }

    /// <summary>
    /// Starts the work of ended runs again: one new run for each different work, whatever number of runs failed at it. Runs that have been
    /// retried before, have succeeded or have not ended are left out, and so are jobs that this version does not have.
    /// </summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="startedBy">How it was asked for.</param>
    /// <param name="cancellationToken">Stops between new runs.</param>
    /// <exception cref="TransientStorageException">The history is unreachable; what was started stays started.</exception>
    public async Task<RetriedRuns> RetryAsync(RunFilter filter, StartedBy startedBy, CancellationToken cancellationToken)
    {
        List<JobRun> failed = [];
        RunCursor? after = null;
        while (failed.Count < MaxRetried && await history.GetAsync(filter, after, PageSize, cancellationToken) is [.., var last] page)
        {
            failed.AddRange(page.Where(CanBeRetried));
            after = RunCursor.After(last);
        }

        return await RetryAsync(failed.Take(MaxRetried), startedBy, cancellationToken);
    }

    /// <summary>As the other, for runs by their ids; unknown ones are left out.</summary>
    /// <exception cref="TransientStorageException">As the other.</exception>
    public async Task<RetriedRuns> RetryAsync(IReadOnlyCollection<string> ids, StartedBy startedBy, CancellationToken cancellationToken)
    {
        List<JobRun> failed = [];
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (await history.FindAsync(id, cancellationToken) is { } run && CanBeRetried(run))
            {
                failed.Add(run);
            }
        }

        return await RetryAsync(failed, startedBy, cancellationToken);
    }

    private bool CanBeRetried(JobRun run) =>
        run is { State: RunState.Failed or RunState.Interrupted or RunState.Canceled, RetriedBy: null } && jobs.Find(run.Job) is not null;

    private async Task<RetriedRuns> RetryAsync(IEnumerable<JobRun> failed, StartedBy startedBy, CancellationToken cancellationToken)
    {
        List<string> started = [];
        var retried = 0;
        foreach (var work in failed.GroupBy(run => (run.Job, run.Arguments)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var again = starter.StartAgain(work.First(), startedBy);
            await history.SetRetriedAsync([.. work.Select(run => run.Id)], again, CancellationToken.None);
            foreach (var run in work.Where(run => run.HangfireId is not null))
            {
                // Otherwise it would stay in the dashboard's list of failed jobs, to be retried once more.
                client.ChangeState(run.HangfireId!, new DeletedState { Reason = $"Retried as run {again}" }, FailedState.StateName);
            }

            started.Add(again);
            retried += work.Count();
        }

        return new RetriedRuns(retried, started);
    }
}

/// <summary>What became of a request to cancel a run.</summary>
public enum CancelOutcome
{
    Canceled,

    /// <summary>There is no such run in the history.</summary>
    Unknown,

    /// <summary>It was too late.</summary>
    HasEnded,
}

/// <param name="Retried">How many failed runs are being done again.</param>
/// <param name="Started">The ids of the new runs: one for each different work.</param>
public sealed record RetriedRuns(int Retried, IReadOnlyList<string> Started);
