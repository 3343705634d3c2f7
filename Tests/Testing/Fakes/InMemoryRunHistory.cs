using System.Collections.Concurrent;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Runs;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryRunHistory : IRunHistory
{
    private readonly ConcurrentDictionary<string, JobRun> _runs = new(StringComparer.Ordinal);

    /// <summary>While set, nothing can be written or looked up.</summary>
    public bool IsAway { get; set; }

    public Task SaveAsync(JobRun run, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        _runs[run.Id] = run;
        return Task.CompletedTask;
    }

    public Task AddAsync(JobRun run, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        _runs.TryAdd(run.Id, run);
        return Task.CompletedTask;
    }

    public Task<JobRun?> FindAsync(string id, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        return Task.FromResult(_runs.GetValueOrDefault(id));
    }

    public Task<IReadOnlyList<JobRun>> GetRecentAsync(string? job, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JobRun>>(
            [.. _runs.Values.Where(run => job is null || run.Job == job).OrderByDescending(run => run.QueuedAt).Take(limit)]);

    public Task<IReadOnlyList<JobRun>> GetUnfinishedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JobRun>>([.. _runs.Values.Where(run => run.EndedAt is null).OrderBy(run => run.QueuedAt)]);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Task.FromResult(_runs.Values.Count(run => run.EndedAt < before && _runs.TryRemove(run.Id, out _)));

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new TransientStorageException("The store is away.");
        }
    }
}
