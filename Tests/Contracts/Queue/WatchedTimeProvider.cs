using Microsoft.Extensions.Time.Testing;

namespace Pipeline.Contracts.Queue;

/// <summary>A clock that the test moves, and that reports when somebody begins to wait for it.</summary>
internal sealed class WatchedTimeProvider() : FakeTimeProvider(new DateTimeOffset(2025, 3, 30, 12, 0, 0, TimeSpan.Zero)), IDisposable
{
    private readonly SemaphoreSlim _waits = new(0);

    public Task WaitBegunAsync(CancellationToken cancellationToken) => _waits.WaitAsync(cancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Release();
        return timer;
    }

    public void Dispose() => _waits.Dispose();
}
