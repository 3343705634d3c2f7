using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Quarantine.Sqlite;

/// <inheritdoc/>
public sealed class SqliteQuarantineStore(SqliteDatabase database) : IQuarantineStore
{
    public Task<IReadOnlyList<QuarantineEntry>> AddAsync(
        IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<QuarantineEntry>>(
            session =>
            {
                var add = session.Statement(
                    """
                    INSERT INTO quarantine (id, kind, reason, detail, payload, received_at, quarantined_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO NOTHING
                    """);
                return entries
                    .Where(entry => add
                        .Bind(1, entry.Id).Bind(2, (long)entry.Kind).Bind(3, entry.Reason).Bind(4, entry.Detail).Bind(5, entry.Payload)
                        .Bind(6, entry.ReceivedAt.ToStored()).Bind(7, entry.QuarantinedAt.ToStored()).Execute() == 1)
                    .ToList();
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
