using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Audit.Sqlite;

/// <inheritdoc/>
public sealed class SqliteAuditLog(SqliteDatabase database) : IAuditLog
{
    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Connection.Execute(
                """
                INSERT OR IGNORE INTO audit_log (id, at, who, what, target, source, result)
                VALUES (@Id, @At, @Who, @What, @Target, @From, @Result)
                """,
                new { entry.Id, At = entry.At.ToStored(), entry.Who, entry.What, entry.Target, entry.From, entry.Result });
        },
        cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> ReadAsync(AuditQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<AuditEntry>>(
            session => session.Connection.Query<AuditRow>(
                $"""
                SELECT id, at, who, what, target, source AS "From", result FROM audit_log
                WHERE id >= @LowestId AND id < @EndId {(query.Who is null ? "" : "AND who = @Who")} {(query.What is null ? "" : "AND what = @What")}
                ORDER BY id DESC LIMIT @Limit
                """,
                new { query.LowestId, query.EndId, query.Who, query.What, query.Limit }).Select(row => row.ToEntry()).ToList(),
            cancellationToken);

    private sealed class AuditRow
    {
        public required string Id { get; init; }

        public long At { get; init; }

        public required string Who { get; init; }

        public required string What { get; init; }

        public required string Target { get; init; }

        public required string From { get; init; }

        public required string Result { get; init; }

        public AuditEntry ToEntry() => new(Id, SqliteTime.FromStored(At), Who, What, Target, From, Result);
    }
}
