using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>
/// Threads that read one file, each with its own session; one is started when there is more to read than there are threads. The
/// shared thread pool is kept free for work that does not block.
/// </summary>
internal sealed class SqliteReaderPool(string path, WorkKind kind, int maxThreads, int cacheKibibytes) : IDisposable
{
    private readonly BlockingCollection<SqliteWork> _waiting = [];
    private readonly List<Thread> _threads = [];
    private int _unfinished;
    private volatile bool _closed;

    /// <summary>
    /// Runs a query on one consistent snapshot of what has been committed. The token ends the wait at once and the query soon
    /// after, so that no thread works for a caller who has gone.
    /// </summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken)
    {
        var read = new SqliteWork<T>(query, cancellationToken);
        lock (_threads)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteDatabase));
            if (Interlocked.Increment(ref _unfinished) > _threads.Count && _threads.Count < maxThreads)
            {
                StartThread();
            }

            _waiting.Add(read, CancellationToken.None);
        }

        return cancellationToken.CanBeCanceled ? read.Completion.WaitAsync(cancellationToken) : read.Completion;
    }

    /// <summary>Interrupts what is being read, refuses what waits and ends the threads.</summary>
    public void Dispose()
    {
        lock (_threads)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _waiting.CompleteAdding();
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _waiting.Dispose();
    }

    private void StartThread()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = $"SQLite reader {Path.GetFileName(path)} {kind}" };
        _threads.Add(thread);
        thread.Start();
    }

    private void Run()
    {
        SqliteSession? session = null;
        SqliteWork? current = null;
        foreach (var read in _waiting.GetConsumingEnumerable())
        {
            current = read;
            try
            {
                if (MustEnd())
                {
                    End(read);
                    continue;
                }

                session ??= Open();
                Read(session, read);
            }
            catch (Exception failure)
            {
                // Whatever state the session is in, the next read must not inherit it.
                session?.Dispose();
                session = null;
                if (MustEnd())
                {
                    End(read);
                }
                else
                {
                    read.Fail(SqliteErrors.Translate(failure));
                }
            }
            finally
            {
                Interlocked.Decrement(ref _unfinished);
            }
        }

        session?.Dispose();

        bool MustEnd() => _closed || current.IsCanceled;

        SqliteSession Open()
        {
            var opened = new SqliteSession(path, SqliteOpenMode.ReadOnly, cacheKibibytes);
            opened.InterruptWhen(MustEnd);
            return opened;
        }
    }

    private static void Read(SqliteSession session, SqliteWork read)
    {
        session.Execute("BEGIN");
        read.Run(session);
        session.ResetStatements();
        session.Execute("COMMIT");
        session.TrimStatements();
        read.Complete();
    }

    private void End(SqliteWork read)
    {
        if (_closed)
        {
            read.Fail(new ObjectDisposedException(nameof(SqliteDatabase), "The database is closed."));
        }
        else
        {
            read.Cancel();
        }
    }
}
