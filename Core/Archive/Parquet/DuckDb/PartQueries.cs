using Dapper;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parquet.DuckDb;

/// <summary>Queries over parts' files. They hold a thread while they run.</summary>
internal sealed class PartQueries(ArchiveDuckDb database)
{
    /// <summary>One user's first events, by time, then event id.</summary>
    public Task<List<RawEvent>> FindOfUserAsync(
        IReadOnlyCollection<string> paths, string userId, EventTimeRange range, int limit, CancellationToken cancellationToken) =>
        RunAsync(
            connection => Read(
                connection,
                $"""
                SELECT {PartSql.Columns}
                FROM {PartSql.Files(paths)}
                WHERE user_id = $userId AND {range.ToSql()}
                ORDER BY timestamp, event_id
                LIMIT {limit}
                """,
                new { userId }),
            cancellationToken);

    /// <summary>The events with these keys, of one file, by time, then event id.</summary>
    public Task<List<RawEvent>> FindAsync(string path, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) =>
        RunAsync(
            connection =>
            {
                connection.Execute("CREATE TEMP TABLE wanted (key_time TIMESTAMPTZ, key_id UUID)");
                using (var appender = connection.CreateAppender("wanted"))
                {
                    foreach (var key in keys)
                    {
                        appender.CreateRow().AppendValue(key.Timestamp.UtcDateTime).AppendValue(key.EventId).EndRow();
                    }
                }

                var range = new EventTimeRange(
                    keys.Min(key => key.Timestamp).ToUnixTimeMilliseconds(), keys.Max(key => key.Timestamp).ToUnixTimeMilliseconds() + 1);
                return Read(
                    connection,
                    $"""
                    SELECT {PartSql.Columns}
                    FROM {PartSql.Files([path])}
                    WHERE {range.ToSql()} AND (timestamp, event_id) IN (SELECT (key_time, key_id) FROM wanted)
                    ORDER BY timestamp, event_id
                    """);
            },
            cancellationToken);

    private static List<RawEvent> Read(DuckDBConnection connection, string sql, object? parameters = null) =>
        [.. connection.Query<EventRow>(sql, parameters, buffered: false).Select(row => row.ToRawEvent())];

    private async Task<List<RawEvent>> RunAsync(Func<DuckDBConnection, List<RawEvent>> query, CancellationToken cancellationToken) =>
        await Task.Run(
            () =>
            {
                using var connection = database.Connect();
                using var interruption = cancellationToken.Register(() => NativeMethods.Startup.DuckDBInterrupt(connection.NativeConnection));
                try
                {
                    return query(connection);
                }
                catch (DuckDBException) when (cancellationToken.IsCancellationRequested)
                {
                    throw new OperationCanceledException(cancellationToken);
                }
                catch (DuckDBException trouble) when (trouble.ErrorType == DuckDBErrorType.OutOfMemory)
                {
                    throw new TransientStorageException($"A query of the archive needs more memory than it may have: {trouble.Message}", trouble);
                }
            },
            cancellationToken);
}
