using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>
/// The one thread that writes to a file, with group commit: it takes the work that is waiting, runs it in one transaction,
/// commits (and syncs) once, and only then completes the callers. Work that comes while a commit is under way shares the next one.
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
        // A thread of its own: a commit blocks on the disk, which the thread pool should not pay for.
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
                _session.Execute("BEGIN IMMEDIATE");
                while (_group.Count < MaxGroup && _waiting.Reader.TryRead(out var write))
                {
                    RunAlone(write);
                }

                _session.Execute("COMMIT");
                Interlocked.Increment(ref _commits);
            }
            catch (Exception exception)
            {
                FailGroup(exception);
                continue;
            }

            foreach (var write in _group)
            {
                write.Complete();
            }

            _session.TrimStatements();
        }
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
        // Some errors (disk full, I/O) make SQLite undo the whole transaction: those are everybody's.
        catch (Exception exception) when (_session.InTransaction)
        {
            _session.ResetStatements();
            _session.Execute("ROLLBACK TO work");
            _session.Execute("RELEASE work");
            _group.Remove(write);
            write.Fail(SqliteErrors.Translate(exception));
        }
    }

    private void FailGroup(Exception exception)
    {
        try
        {
            _session.ResetStatements();
            if (_session.InTransaction)
            {
                _session.Execute("ROLLBACK");
            }
        }
        catch (SqliteException rollback)
        {
            exception = new AggregateException(exception, rollback);
        }

        // When BEGIN itself failed, nothing was taken yet: tell those who wait that the file cannot be written.
        while (_group.Count < MaxGroup && _waiting.Reader.TryRead(out var waiting))
        {
            _group.Add(waiting);
        }

        var failure = SqliteErrors.Translate(exception);
        foreach (var write in _group)
        {
            write.Fail(failure);
        }
    }
}
