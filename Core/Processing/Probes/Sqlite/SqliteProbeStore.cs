using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Probes.Sqlite;

/// <inheritdoc/>
public sealed class SqliteProbeStore(SqliteDatabase database) : IProbeStore
{
    public Task AddAsync(Probe probe, CancellationToken cancellationToken) => ExecuteAsync(
        "INSERT INTO probes (sent_at) VALUES (@sentAt) ON CONFLICT DO NOTHING",
        new { sentAt = probe.SentAt.ToStored() },
        cancellationToken);

    public Task NoteAsync(DateTimeOffset sentAt, ProbeStage stage, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var column = stage == ProbeStage.Queued ? "queued_at" : "stored_at";
        return ExecuteAsync(
            $"UPDATE probes SET {column} = @at WHERE sent_at = @sentAt AND {column} IS NULL",
            new { sentAt = sentAt.ToStored(), at = at.ToStored() },
            cancellationToken);
    }

    public Task NoteRolledUpAsync(DateTimeOffset completeThrough, DateTimeOffset at, CancellationToken cancellationToken) => ExecuteAsync(
        "UPDATE probes SET rolled_up_at = @at WHERE sent_at <= @completeThrough AND rolled_up_at IS NULL",
        new { completeThrough = completeThrough.ToStored(), at = at.ToStored() },
        cancellationToken);

    public Task<IReadOnlyList<Probe>> GetLatestAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Probe>>(
            session => session.Connection
                .Query<(long SentAt, long? QueuedAt, long? StoredAt, long? RolledUpAt)>(
                    "SELECT sent_at, queued_at, stored_at, rolled_up_at FROM probes ORDER BY sent_at DESC LIMIT @limit", new { limit })
                .Select(row => new Probe(SqliteTime.FromStored(row.SentAt))
                {
                    QueuedAt = SqliteTime.FromStored(row.QueuedAt),
                    StoredAt = SqliteTime.FromStored(row.StoredAt),
                    RolledUpAt = SqliteTime.FromStored(row.RolledUpAt),
                })
                .ToList(),
            cancellationToken);

    public Task RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        ExecuteAsync("DELETE FROM probes WHERE sent_at < @before", new { before = before.ToBound() }, cancellationToken);

    private Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.WriteAsync(session => { session.Connection.Execute(sql, parameters); }, cancellationToken);
}
