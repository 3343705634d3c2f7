using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Processing.Raw;
using Pipeline.Workers.Drain;

namespace Pipeline.Tools.Bench.Drain;

/// <summary>The yardstick: prepared single-row inserts, one transaction per batch, nothing else.</summary>
internal static class BareInsert
{
    public static TimeSpan Run(string path, IReadOnlyList<RawEvent> rows)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536");
        Execute(connection, """
            CREATE TABLE raw (
                timestamp INTEGER NOT NULL, event_id BLOB NOT NULL, user_id TEXT NOT NULL, session_id TEXT NOT NULL,
                event_type TEXT NOT NULL, page TEXT NOT NULL, metadata TEXT, origin INTEGER NOT NULL,
                PRIMARY KEY (timestamp, event_id)) WITHOUT ROWID
            """);

        var started = Stopwatch.GetTimestamp();
        foreach (var batch in rows.Chunk(new DrainOptions().EventsPerBatch))
        {
            Insert(connection, batch);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private static void Insert(SqliteConnection connection, RawEvent[] batch)
    {
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT OR IGNORE INTO raw VALUES ($0, $1, $2, $3, $4, $5, $6, $7)";
        SqliteParameter[] values =
            [.. Enumerable.Range(0, 8).Select(index => insert.Parameters.Add(new SqliteParameter { ParameterName = $"${index}" }))];
        foreach (var (item, origin) in batch)
        {
            values[0].Value = item.Timestamp.ToUnixTimeMilliseconds();
            values[1].Value = item.EventId.ToByteArray(bigEndian: true);
            values[2].Value = item.UserId;
            values[3].Value = item.SessionId;
            values[4].Value = item.EventType;
            values[5].Value = item.Page;
            values[6].Value = item.Metadata.IsEmpty ? DBNull.Value : Encoding.UTF8.GetString(item.Metadata.Span);
            values[7].Value = origin;
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
