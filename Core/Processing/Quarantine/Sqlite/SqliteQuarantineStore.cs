using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Quarantine.Sqlite;

/// <inheritdoc/>
public sealed class SqliteQuarantineStore(SqliteDatabase database) : IQuarantineStore
{
    public Task AddAsync(IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                session.Connection.Execute(
                    """
                    INSERT INTO quarantine (id, kind, reason, detail, payload, received_at, quarantined_at)
                    VALUES (@Id, @Kind, @Reason, @Detail, @Payload, @ReceivedAt, @QuarantinedAt)
                    ON CONFLICT (id) DO NOTHING
                    """,
                    entries.Select(entry => new
                    {
                        entry.Id,
                        entry.Kind,
                        entry.Reason,
                        entry.Detail,
                        entry.Payload,
                        ReceivedAt = entry.ReceivedAt.ToStored(),
                        QuarantinedAt = entry.QuarantinedAt.ToStored(),
                    }));
            },
            cancellationToken);

    public Task<IReadOnlyList<QuarantineEntry>> GetOpenAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<QuarantineEntry>>(
            session => session.Connection
                .Query<(string Id, long Kind, string Reason, string Detail, string Payload, long Received, long Quarantined)>(
                    """
                    SELECT id, kind, reason, detail, payload, received_at, quarantined_at
                    FROM quarantine ORDER BY quarantined_at, number LIMIT @limit
                    """,
                    new { limit })
                .Select(row => new QuarantineEntry(
                    row.Id,
                    (QuarantineKind)row.Kind,
                    row.Reason,
                    row.Detail,
                    row.Payload,
                    SqliteTime.FromStored(row.Received),
                    SqliteTime.FromStored(row.Quarantined)))
                .ToList(),
            cancellationToken);

    public Task<long> CountOpenAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.Connection.ExecuteScalar<long>("SELECT count(*) FROM quarantine"), cancellationToken);
}
