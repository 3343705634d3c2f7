using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>Read-only sessions of one file. Readers never wait for the writer, nor the writer for them.</summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    private const int CacheKibibytes = 8 * 1_024;

    private static readonly int MaxIdle = Math.Max(4, 2 * Environment.ProcessorCount);

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _disposed;

    /// <summary>Runs a query on one consistent snapshot of what has been committed.</summary>
    public T Read<T>(Func<SqliteSession, T> query)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteDatabase));
        var session = _idle.TryTake(out var idle) ? idle : new SqliteSession(path, SqliteOpenMode.ReadOnly, CacheKibibytes);
        var healthy = false;
        try
        {
            session.Execute("BEGIN");
            var result = query(session);
            session.ResetStatements();
            session.Execute("COMMIT");
            healthy = true;
            return result;
        }
        finally
        {
            Return(session, healthy);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private void Return(SqliteSession session, bool healthy)
    {
        if (!healthy || _disposed || _idle.Count >= MaxIdle)
        {
            session.Dispose();
            return;
        }

        session.TrimStatements();
        _idle.Add(session);
    }
}
