using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Rollups.Sqlite;

/// <inheritdoc/>
public sealed class SqliteRollupStore(SqliteDatabase database) : IRollupStore
{
    // The fence is checked where the row is written, so that no reader of an old version comes between.
    private const string Upsert =
        """
        INSERT INTO rollups (level, zone, start, version, updated_at, revised_at, content) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
            version = excluded.version,
            updated_at = excluded.updated_at,
            revised_at = excluded.revised_at,
            content = excluded.content
        WHERE excluded.version >= version
        """;

    private const string SelectVersion =
        "SELECT version, revised_at FROM rollups WHERE level = ? AND zone = ? AND start = ?";

    private const string SelectAll =
        "SELECT version, revised_at, updated_at, content FROM rollups WHERE level = ? AND zone = ? AND start = ?";

    public Task<long> NextFenceAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteCounters.Next(session, SqliteCounters.Fence), cancellationToken);

    public Task<long> GetLatestFenceAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteCounters.Get(session, SqliteCounters.Fence) ?? 0, cancellationToken);

    public Task<IReadOnlyCollection<RollupKey>> PutAsync(
        IReadOnlyCollection<StoredRollup> rollups, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyCollection<RollupKey>>(
            session => rollups.Where(rollup => !TryPut(session, rollup)).Select(rollup => rollup.Key).ToList(),
            cancellationToken);

    public Task<IReadOnlyList<StoredRollup>> GetAsync(
        IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken) =>
        SelectAsync(
            SelectAll,
            keys,
            (row, key) => new StoredRollup(
                key, row.Bytes(3).ToArray(), SqliteTime.FromStored(row.Number(2)), RevisedAt(row), row.Number(0)),
            cancellationToken);

    public Task<IReadOnlyList<RollupVersion>> GetVersionsAsync(
        IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken) =>
        SelectAsync(SelectVersion, keys, (row, key) => new RollupVersion(key, row.Number(0), RevisedAt(row)), cancellationToken);

    public Task<IReadOnlyList<RollupKey>> GetKeysAsync(
        RollupLevel level, string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RollupKey>>(
            session => session.Connection
                .Query<long>(
                    """
                    SELECT start FROM rollups
                    WHERE level = @level AND zone = @zone AND start >= @from AND start < @to
                    ORDER BY start
                    """,
                    new { level, zone, from = from.ToBound(), to = to.ToBound() })
                .Select(start => new RollupKey(level, zone, SqliteTime.FromStored(start)))
                .ToList(),
            cancellationToken);

    public Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => SqliteTime.FromStored(SqliteCounters.Get(session, SqliteCounters.CompleteThrough(zone))), cancellationToken);

    public Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => SqliteCounters.Raise(session, SqliteCounters.CompleteThrough(zone), completeThrough.ToStored()),
            cancellationToken);

    private static bool TryPut(SqliteSession session, StoredRollup rollup)
    {
        var upsert = Bind(session.Statement(Upsert), rollup.Key)
            .Bind(4, rollup.Version).Bind(5, rollup.UpdatedAt.ToStored()).BindBlob(7, rollup.Content.Span);
        if (rollup.RevisedAt is { } revisedAt)
        {
            upsert.Bind(6, revisedAt.ToStored());
        }
        else
        {
            upsert.BindNull(6);
        }

        return upsert.Execute() == 1;
    }

    private Task<IReadOnlyList<T>> SelectAsync<T>(
        string sql,
        IReadOnlyCollection<RollupKey> keys,
        Func<SqliteStatement, RollupKey, T> read,
        CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<T>>(
            session =>
            {
                var row = session.Statement(sql);
                var found = new List<T>(keys.Count);
                foreach (var key in keys)
                {
                    if (Bind(row, key).Step())
                    {
                        found.Add(read(row, key));
                    }

                    row.Reset();
                }

                return found;
            },
            cancellationToken);

    private static SqliteStatement Bind(SqliteStatement statement, RollupKey key) =>
        statement.Bind(1, (long)key.Level).Bind(2, key.Zone).Bind(3, key.Start.ToStored());

    private static DateTimeOffset? RevisedAt(SqliteStatement row) =>
        row.IsNull(1) ? null : SqliteTime.FromStored(row.Number(1));
}
