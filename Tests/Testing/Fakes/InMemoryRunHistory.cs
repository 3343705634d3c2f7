using System.Collections.Concurrent;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Runs;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryRunHistory : IRunHistory
{
    private readonly ConcurrentDictionary<string, JobRun> _runs = new(StringComparer.Ordinal);

    /// <summary>While set, nothing can be written or looked up.</summary>
    public bool IsAway { get; set; }

    /// <summary>What every list waits for before it is read.</summary>
    public Func<CancellationToken, Task> BeforeListing { get; set; } = _ => Task.CompletedTask;

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

    public async Task<IReadOnlyList<JobRun>> GetAsync(
        RunFilter filter, RunCursor? after, int limit, CancellationToken cancellationToken)
    {
        await BeforeListing(cancellationToken);
        return [.. Select(filter)
            .OrderByDescending(run => run.QueuedAt).ThenByDescending(run => run.Id, StringComparer.Ordinal)
            .Where(run => after is null || run.QueuedAt < after.QueuedAt
                || (run.QueuedAt == after.QueuedAt && string.CompareOrdinal(run.Id, after.Id) < 0))
            .Take(limit)];
    }

    public Task<int> CountAsync(RunFilter filter, CancellationToken cancellationToken) => Task.FromResult(Select(filter).Count());

    public Task SetRetriedAsync(IReadOnlyCollection<string> ids, string byRun, CancellationToken cancellationToken)
    {
        foreach (var id in ids.Where(_runs.ContainsKey))
        {
            _runs[id] = _runs[id] with { RetriedBy = byRun };
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobRun>> GetUnfinishedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JobRun>>([.. _runs.Values.Where(run => run.EndedAt is null).OrderBy(run => run.QueuedAt)]);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Task.FromResult(_runs.Values.Count(run => run.EndedAt < before && _runs.TryRemove(run.Id, out _)));

    private IEnumerable<JobRun> Select(RunFilter filter) => _runs.Values.Where(run =>
        (filter.Job is null || run.Job == filter.Job)
        && (filter.State is null || run.State == filter.State)
        && !(run.QueuedAt < filter.From)
        && !(run.QueuedAt >= filter.To)
        && (filter.Text is null
            || new[] { run.Job, run.Arguments, run.StartedByName ?? "" }.Any(text => AsciiText.Contains(text, filter.Text))));

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new TransientStorageException("The store is away.");
        }
    }
}
