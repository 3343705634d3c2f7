using System.Collections.Concurrent;
using Pipeline.Core.Runs;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryRunLedger : IRunLedger
{
    private readonly ConcurrentDictionary<string, JobRun> _runs = new(StringComparer.Ordinal);

    public Task SaveAsync(JobRun run, CancellationToken cancellationToken)
    {
        _runs[run.Id] = run;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobRun>> GetRecentAsync(string? job, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JobRun>>(
            [.. _runs.Values.Where(run => job is null || run.Job == job).OrderByDescending(run => run.StartedAt).Take(limit)]);

    public Task<IReadOnlyList<JobRun>> InterruptRunningAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        JobRun[] interrupted =
        [
            .. _runs.Values
                .Where(run => run.State == RunState.Running)
                .Select(run => run with { State = RunState.Interrupted, EndedAt = at }),
        ];
        foreach (var run in interrupted)
        {
            _runs[run.Id] = run;
        }

        return Task.FromResult<IReadOnlyList<JobRun>>(interrupted);
    }

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Task.FromResult(_runs.Values.Count(run => run.EndedAt < before && _runs.TryRemove(run.Id, out _)));
}
