using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Rollups.Sqlite;

/// <inheritdoc/>
public sealed class SqliteDirtySlices(SqliteDatabase database) : IDirtySlices
{
    public Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                // One sequence for all slices: a mark that is made anew after its slice was cleared must not look like the old one.
                var version = SqliteCounters.Next(session, SqliteCounters.DirtyVersion);
                var mark = session.Statement(
                    """
                    INSERT INTO dirty_slices (start, version, received_at) VALUES (?, ?, ?)
                    ON CONFLICT DO UPDATE SET version = excluded.version, received_at = min(received_at, excluded.received_at)
                    """);
                foreach (var slice in slices)
                {
                    mark.Bind(1, slice.ToStored()).Bind(2, version).Bind(3, receivedAt.ToStored()).Execute();
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<DirtySlice>> GetOldestAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DirtySlice>>(
            session => session.Connection
                .Query<(long Start, long Version, long ReceivedAt)>(
                    "SELECT start, version, received_at FROM dirty_slices ORDER BY received_at, start LIMIT @limit", new { limit })
                .Select(row => new DirtySlice(
                    SqliteTime.FromStored(row.Start), row.Version, SqliteTime.FromStored(row.ReceivedAt)))
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

    public Task<DirtyStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var (count, oldest) = session.Connection.QuerySingle<(long, long?)>(
                    "SELECT count(*), min(received_at) FROM dirty_slices");
                return new DirtyStatus(count, SqliteTime.FromStored(oldest));
            },
            cancellationToken);
}
