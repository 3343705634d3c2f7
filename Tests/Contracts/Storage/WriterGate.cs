using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Contracts.Storage;

/// <summary>Holds the writer inside a transaction, so that whatever comes next has to wait.</summary>
internal sealed class WriterGate : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new();

    public WriterGate(SqliteDatabase database) => Write = database.WriteAsync(
        _ =>
        {
            _reached.SetResult();
            _open.Task.Wait();
        },
        TestContext.Current.CancellationToken);

    public Task Write { get; }

    public Task ReachedAsync() => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public void Open() => _open.TrySetResult();

    /// <summary>A test that failed must not leave the writer waiting.</summary>
    public void Dispose() => Open();
}
