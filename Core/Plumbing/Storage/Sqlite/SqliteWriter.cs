using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>
/// The one thread that writes to a file, with group commit: it takes the work that is waiting, runs it in one transaction,
/// commits (and syncs) once, and only then completes the callers. Work that comes while a commit is under way shares the next one.
/// Work is repeated when its group's transaction is undone, so it may change nothing but the database.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MaxGroup = 256;

    private readonly SqliteSession _session;
    private readonly Channel<SqliteWork> _waiting = Channel.CreateBounded<SqliteWork>(
        new BoundedChannelOptions(4 * MaxGroup) { SingleReader = true });
    private readonly List<SqliteWork> _group = new(MaxGroup);
    private readonly Thread _thread;
    private long _commits;

    public SqliteWriter(SqliteSession session, string name)
    {
        _session = session;
        // A dedicated thread: a commit blocks on the disk, and must not block the thread pool.
        _thread = new Thread(Run) { IsBackground = true, Name = $"SQLite writer {name}" };
        _thread.Start();
    }

    /// <summary>How many transactions have been committed.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        var write = new SqliteWork<T>(work, cancellationToken);
        try
        {
            await _waiting.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase), "The database is closed.");
        }

        return await write.Completion;
    }

    /// <summary>Takes no more work, finishes what is waiting and stops.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _thread.Join();
    }

    private void Run()
    {
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            _group.Clear();
            try
            {
                CommitGroup();
            }
            catch (Exception exception)
            {
                var failure = SqliteErrors.Translate(RollBack(exception));
                if (_group.Count > 1 && failure is not TransientStorageException)
                {
                    CommitApart();
                }
                else
                {
                    FailGroup(failure);
                }
            }

            _session.TrimStatements();
        }
    }

    private void CommitGroup()
    {
        _session.Execute("BEGIN IMMEDIATE");
        while (_group.Count < MaxGroup && _waiting.Reader.TryRead(out var write))
        {
            RunAlone(write);
        }

        Commit();
        foreach (var write in _group)
        {
            write.Complete();
        }
    }

    /// <summary>
    /// For a group whose transaction was undone by one of its members: each piece of work gets its own transaction, so that the others
    /// are still written.
    /// </summary>
    private void CommitApart()
    {
        foreach (var write in _group)
        {
            try
            {
                _session.Execute("BEGIN IMMEDIATE");
                write.Run(_session);
                _session.ResetStatements();
                Commit();
                write.Complete();
            }
            catch (Exception exception)
            {
                write.Fail(SqliteErrors.Translate(RollBack(exception)));
            }
        }
    }

    private void Commit()
    {
        _session.Execute("COMMIT");
        Interlocked.Increment(ref _commits);
    }

    /// <summary>Runs one piece of work so that its failure undoes nothing of its neighbours.</summary>
    private void RunAlone(SqliteWork write)
    {
        if (write.IsCanceled)
        {
            write.Cancel();
            return;
        }

        _group.Add(write);
        _session.Execute("SAVEPOINT work");
        try
        {
            write.Run(_session);
            _session.ResetStatements();
            _session.Execute("RELEASE work");
        }
        // A full disk makes SQLite undo the whole transaction, and after a damaged page nothing more can be done in it.
        catch (Exception exception) when (_session.InTransaction && exception is not SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT })
        {
            _session.ResetStatements();
            _session.Execute("ROLLBACK TO work");
            _session.Execute("RELEASE work");
            _group.Remove(write);
            write.Fail(SqliteErrors.Translate(exception));
        }
    }

    /// <summary>Returns what went wrong, including in the rollback.</summary>
    private Exception RollBack(Exception exception)
    {
        try
        {
            _session.ResetStatements();
            if (_session.InTransaction)
            {
                _session.Execute("ROLLBACK");
            }

            return exception;
        }
        catch (SqliteException rollback)
        {
            return new AggregateException(exception, rollback);
        }
    }

    private void FailGroup(Exception failure)
    {
        // When BEGIN itself failed, no work was taken yet: tell the waiting callers that the file cannot be written.
        while (_group.Count == 0 && _waiting.Reader.TryRead(out var waiting))
        {
            waiting.Fail(failure);
        }

        foreach (var write in _group)
        {
            write.Fail(failure);
        }
    }
}
