namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>One caller's work on its way through the writer or a reader.</summary>
internal abstract class SqliteWork
{
    public abstract bool IsCanceled { get; }

    public abstract void Run(SqliteSession session);

    /// <summary>Gives the caller the result: what was written is durable, what was read is read.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);

    public abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class SqliteWork<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) : SqliteWork
{
    // Callers continue on another thread: this one has the next piece of work to do.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Completion => _completion.Task;

    public override bool IsCanceled => cancellationToken.IsCancellationRequested;

    public override void Run(SqliteSession session) => _result = work(session);

    public override void Complete() => _completion.TrySetResult(_result);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);

    public override void Cancel() => _completion.TrySetCanceled(cancellationToken);
}
