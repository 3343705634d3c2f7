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

    /// <summary>Runs that the filter lets through, newest first and then by id, descending.</summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="after">The place behind the last run that the caller has; null for the beginning.</param>
    /// <param name="limit">How many, at most.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<IReadOnlyList<JobRun>> GetAsync(RunFilter filter, RunCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many runs the filter lets through.</summary>
    Task<int> CountAsync(RunFilter filter, CancellationToken cancellationToken);

    /// <summary>Notes that another run does the work of these again. Ids that do not exist are ignored.</summary>
    Task SetRetriedAsync(IReadOnlyCollection<string> ids, string byRun, CancellationToken cancellationToken);

    /// <summary>Runs without an end, oldest first.</summary>
    Task<IReadOnlyList<JobRun>> GetUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Removes runs that ended before <paramref name="before"/>. Returns how many.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
