namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteWriteOf<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) : SqliteWrite
{
    // Callers continue elsewhere: the writer's thread has the next group to commit.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Completion => _completion.Task;

    public override bool TryBegin() =>
        !cancellationToken.IsCancellationRequested || !_completion.TrySetCanceled(cancellationToken);

    public override void Run(SqliteSession session) => _result = work(session);

    public override void Complete() => _completion.TrySetResult(_result);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
