using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Rollups.Sqlite;

/// <inheritdoc/>
public sealed class SqliteRollupProgress(SqliteDatabase database) : IRollupProgress
{
    public Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken) =>
        GetInstantAsync(SqliteCounters.CompleteThrough(zone), cancellationToken);

    public Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken) =>
        RaiseAsync(SqliteCounters.CompleteThrough(zone), completeThrough, cancellationToken);

    public Task<DateTimeOffset?> GetSliceBoundaryAsync(CancellationToken cancellationToken) =>
        GetInstantAsync(SqliteCounters.SliceBoundary, cancellationToken);

    public Task SetSliceBoundaryAsync(DateTimeOffset boundary, CancellationToken cancellationToken) =>
        RaiseAsync(SqliteCounters.SliceBoundary, boundary, cancellationToken);

    public Task<ReportedZone?> GetZoneAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.Connection.QuerySingleOrDefault<string>("SELECT state FROM reported_zone") is { } state
                ? ReportedZone.FromJson(state)
                : null,
            cancellationToken);

    public Task<bool> TrySetZoneAsync(ReportedZone zone, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var stored = session.Connection.ExecuteScalar<int?>("SELECT revision FROM reported_zone") ?? 0;
                if (stored != zone.Revision - 1)
                {
                    return false;
                }

                session.Connection.Execute(
                    "INSERT OR REPLACE INTO reported_zone (id, revision, state) VALUES (1, @Revision, @state)",
                    new { zone.Revision, state = zone.ToJson() });
                return true;
            },
            cancellationToken);

    private Task<DateTimeOffset?> GetInstantAsync(string counter, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteTime.FromStored(SqliteCounters.Get(session, counter)), cancellationToken);

    private Task RaiseAsync(string counter, DateTimeOffset instant, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteCounters.Raise(session, counter, instant.ToStored()), cancellationToken);
}
