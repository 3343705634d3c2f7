namespace Pipeline.Core.Runs;

/// <summary>The durable history of job runs; it outlives Hangfire's own records and, in the embedded profile, restarts.</summary>
public interface IRunLedger
{
    /// <summary>Inserts or replaces a run by its id.</summary>
    Task SaveAsync(JobRun run, CancellationToken cancellationToken);

    /// <summary>Newest first; all jobs when <paramref name="job"/> is null.</summary>
    Task<IReadOnlyList<JobRun>> GetRecentAsync(string? job, int limit, CancellationToken cancellationToken);

    /// <summary>Marks runs left <see cref="RunState.Running"/> by a process that died as interrupted, and returns them.</summary>
    Task<IReadOnlyList<JobRun>> InterruptRunningAsync(DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Removes finished runs that ended before <paramref name="before"/>. Returns how many.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
