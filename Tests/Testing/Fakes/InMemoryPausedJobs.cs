using System.Collections.Concurrent;
using Pipeline.Core.Runs;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryPausedJobs : IPausedJobs
{
    private readonly ConcurrentDictionary<string, PausedJob> _paused = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<PausedJob>> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PausedJob>>([.. _paused.Values.OrderBy(pause => pause.Job, StringComparer.Ordinal)]);

    public Task PauseAsync(PausedJob pause, CancellationToken cancellationToken)
    {
        _paused.TryAdd(pause.Job, pause);
        return Task.CompletedTask;
    }

    public Task ResumeAsync(string job, CancellationToken cancellationToken)
    {
        _paused.TryRemove(job, out _);
        return Task.CompletedTask;
    }
}
