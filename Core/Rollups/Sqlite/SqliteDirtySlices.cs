using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Rollups.Sqlite;

/// <inheritdoc/>
public sealed class SqliteDirtySlices(SqliteDatabase database) : IDirtySlices
{
    private const string Mark =
        """
        INSERT INTO dirty_slices (start, version, priority, received_at, retry_at) VALUES (?, ?, ?, ?, 0)
        ON CONFLICT DO UPDATE SET
            version = excluded.version,
            priority = min(priority, excluded.priority),
            received_at = min(received_at, excluded.received_at),
            retry_at = 0
        """;

    private const string SelectWaiting =
        """
        SELECT start, version, received_at, reason FROM dirty_slices
        WHERE priority = @priority AND retry_at <= @now
        ORDER BY received_at, start LIMIT @limit
        """;

    public Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        MarkAsync(slices, slice => MarkPriorities.Of(slice, receivedAt), receivedAt, cancellationToken);

    public Task MarkForRebuildAsync(IReadOnlyCollection<DateTimeOffset> slices, CancellationToken cancellationToken) =>
        MarkAsync(slices, _ => MarkPriority.Rebuild, DateTimeOffset.MaxValue, cancellationToken);

    public Task<IReadOnlyList<DirtySlice>> GetWaitingAsync(
        MarkPriority priority, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DirtySlice>>(
            session => session.Connection
                .Query<(long Start, long Version, long ReceivedAt, string? Reason)>(
                    SelectWaiting, new { priority = (int)priority, now = now.ToStored(), limit })
                .Select(row => new DirtySlice(
                    SqliteTime.FromStored(row.Start), row.Version, priority, SqliteTime.FromStored(row.ReceivedAt), row.Reason))
                .ToList(),
            cancellationToken);

    public Task ClearAsync(IReadOnlyCollection<DirtySlice> slices, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var clear = session.Statement("DELETE FROM dirty_slices WHERE start = ? AND version = ?");
                foreach (var slice in slices)
                {
                    clear.Bind(1, slice.Start.ToStored()).Bind(2, slice.Version).Execute();
                }
            },
            cancellationToken);

    public Task SetAsideAsync(
        IReadOnlyCollection<DirtySlice> slices,
        string reason,
        DateTimeOffset now,
        DateTimeOffset retryAt,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Connection.Execute(
                """
                UPDATE dirty_slices
                SET reason = @reason, retry_at = @retryAt, set_aside_at = coalesce(set_aside_at, @now)
                WHERE start = @start AND version = @Version
                """,
                slices.Select(slice => new
                {
                    start = slice.Start.ToStored(), slice.Version, reason, now = now.ToStored(), retryAt = retryAt.ToStored(),
                })),
            cancellationToken);

    public Task<DirtyStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var all = session.Connection.ExecuteScalar<long>("SELECT count(*) FROM dirty_slices");
                var setAside = session.Connection.ExecuteScalar<long>(
                    "SELECT count(*) FROM dirty_slices WHERE set_aside_at IS NOT NULL");
                var rebuilding = session.Connection.ExecuteScalar<long>(
                    "SELECT count(*) FROM dirty_slices WHERE priority = @rebuild AND set_aside_at IS NULL",
                    new { rebuild = (int)MarkPriority.Rebuild });
                var oldest = session.Connection.Query<(long Start, string Reason, long Since)>(
                    """
                    SELECT start, reason, set_aside_at FROM dirty_slices
                    WHERE set_aside_at IS NOT NULL ORDER BY set_aside_at, start LIMIT @limit
                    """,
                    new { limit = IDirtySlices.ListedSetAside });
                return new DirtyStatus(
                    all - setAside,
                    rebuilding,
                    setAside,
                    [.. oldest.Select(row => new SetAsideSlice(
                        SqliteTime.FromStored(row.Start), row.Reason, SqliteTime.FromStored(row.Since)))]);
            },
            cancellationToken);

    private Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices,
        Func<DateTimeOffset, MarkPriority> priority,
        DateTimeOffset receivedAt,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                // One sequence for all slices: a new mark after its slice was cleared must not look like the old one.
                var version = SqliteCounters.Next(session, SqliteCounters.DirtyVersion);
                var mark = session.Statement(Mark);
                foreach (var slice in slices)
                {
                    mark.Bind(1, slice.ToStored()).Bind(2, version).Bind(3, (long)priority(slice)).Bind(4, receivedAt.ToStored())
                        .Execute();
                }
            },
            cancellationToken);
}
