namespace Pipeline.Core.Runs;

/// <summary>The durable history of job runs; it outlives Hangfire's own records and, in the embedded profile, restarts.</summary>
public interface IRunHistory
{
    /// <summary>Inserts or replaces a run by its id.</summary>
    Task SaveAsync(JobRun run, CancellationToken cancellationToken);

    /// <summary>Inserts a run unless its id exists; the worker that runs it may have been faster.</summary>
    Task AddAsync(JobRun run, CancellationToken cancellationToken);

    /// <summary>Null when there is no such run.</summary>
    Task<JobRun?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Newest first; all jobs when <paramref name="job"/> is null.</summary>
    Task<IReadOnlyList<JobRun>> GetRecentAsync(string? job, int limit, CancellationToken cancellationToken);

    /// <summary>Runs without an end, oldest first.</summary>
    Task<IReadOnlyList<JobRun>> GetUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Removes runs that ended before <paramref name="before"/>. Returns how many.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
