using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>One connection and its prepared statements, used by one thread at a time.</summary>
public sealed class SqliteSession : IDisposable
{
    /// <summary>Every UTC day has its own table and thus its own statements: an import of many years must not keep them all.</summary>
    private const int MaxStatements = 200;

    /// <summary>Steps of SQLite's virtual machine between two checks whether to go on: some ten microseconds.</summary>
    private const int StepsBetweenLooks = 1_000;

    private readonly Dictionary<string, SqliteStatement> _statements = [];

    internal SqliteSession(string path, SqliteOpenMode mode, int cacheKibibytes)
    {
        // Sessions are pooled by their owner together with their statements, which ADO.NET's own pool would throw away.
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        Connection = new SqliteConnection(settings.ToString());
        try
        {
            Connection.Open();
            Execute("PRAGMA busy_timeout = 5000");
            Execute("PRAGMA temp_store = MEMORY");
            Execute($"PRAGMA cache_size = -{cacheKibibytes}");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>For ordinary queries, through Dapper. The session's owner has begun a transaction: do not begin another.</summary>
    public SqliteConnection Connection { get; }

    internal bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <summary>The prepared statement of an SQL text, kept for the next use. It is reset when the caller's work ends.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = new SqliteStatement(Connection.Handle!, sql));
        }

        return statement;
    }

    /// <summary>A prepared statement that is not kept: its caller disposes it.</summary>
    public SqliteStatement Prepare(string sql) => new(Connection.Handle!, sql);

    public void Execute(string sql) => Statement(sql).Execute();

    public bool HasTable(string name)
    {
        var find = Statement("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").Bind(1, name);
        var found = find.Step();
        find.Reset();
        return found;
    }

    /// <summary>Makes statements fail soon after <paramref name="mustEnd"/>, which is called from within them, has become true.</summary>
    internal void InterruptWhen(Func<bool> mustEnd) =>
        raw.sqlite3_progress_handler(Connection.Handle, StepsBetweenLooks, _ => mustEnd() ? 1 : 0, null);

    /// <summary>
    /// Ends statements that were not read to the end: they would hold the snapshot, and with it the log, until used again.
    /// </summary>
    internal void ResetStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();
        }
    }

    /// <summary>Called between transactions, when nobody holds a statement.</summary>
    internal void TrimStatements()
    {
        if (_statements.Count > MaxStatements)
        {
            DisposeStatements();
        }
    }

    public void Dispose()
    {
        DisposeStatements();
        Connection.Dispose();
    }

    private void DisposeStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }
}
