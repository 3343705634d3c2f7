namespace Pipeline.Core.Ingestion.Queue.Sqlite;

/// <summary>Wakes everybody who waits. Take <see cref="Next"/> before looking for work, else a signal is missed.</summary>
internal sealed class WakeUp
{
    private TaskCompletionSource _next = Create();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
