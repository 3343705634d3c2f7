using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Alarms.Sqlite;

/// <inheritdoc/>
public sealed class SqliteAlarmStore(SqliteDatabase database) : IAlarmStore
{
    private const string Columns =
        """
        id, kind, subject, text, raised_at AS RaisedAt, cleared_at AS ClearedAt, acknowledged_by AS AcknowledgedBy,
            acknowledged_at AS AcknowledgedAt, told
        """;

    private const string OfState = "(@isOpen IS NULL OR (cleared_at IS NULL) = @isOpen)";

    public Task<bool> OpenAsync(KeptAlarm alarm, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Connection.Execute(
                "INSERT INTO alarms (id, kind, subject, text, raised_at) VALUES (@Id, @Kind, @Subject, @Text, @RaisedAt) ON CONFLICT DO NOTHING",
                new
                {
                    alarm.Id,
                    Kind = alarm.Alarm.Kind.ToString(),
                    alarm.Alarm.Subject,
                    alarm.Alarm.Text,
                    RaisedAt = alarm.Alarm.RaisedAt.ToStored(),
                }) == 1,
            cancellationToken);

    public Task<bool> CloseAsync(AlarmKind kind, string subject, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Connection.Execute(
                "UPDATE alarms SET cleared_at = @at WHERE kind = @kind AND subject = @subject AND cleared_at IS NULL",
                new { kind = kind.ToString(), subject, at = at.ToStored() }) == 1,
            cancellationToken);

    public Task<KeptAlarm?> AcknowledgeAsync(string id, string who, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                session.Connection.Execute(
                    "UPDATE alarms SET acknowledged_by = @who, acknowledged_at = @at WHERE id = @id AND acknowledged_by IS NULL",
                    new { id, who, at = at.ToStored() });
                return session.Connection.QuerySingleOrDefault<AlarmRow>($"SELECT {Columns} FROM alarms WHERE id = @id", new { id })?.ToAlarm();
            },
            cancellationToken);

    public Task<IReadOnlyList<KeptAlarm>> ListAsync(bool? isOpen, AlarmPosition? after, int limit, CancellationToken cancellationToken)
    {
        var behind = after is null ? "" : "AND (cleared_at IS NULL, raised_at, id) < (@afterOpen, @afterTime, @afterId)";
        var parameters = new
        {
            isOpen, limit, afterOpen = after?.IsOpen, afterTime = after?.RaisedAt.ToStored(), afterId = after?.Id,
        };
        return database.ReadAsync<IReadOnlyList<KeptAlarm>>(
            session => session.Connection
                .Query<AlarmRow>(
                    $"""
                    SELECT {Columns} FROM alarms WHERE {OfState} {behind}
                    ORDER BY cleared_at IS NULL DESC, raised_at DESC, id DESC LIMIT @limit
                    """,
                    parameters)
                .Select(row => row.ToAlarm())
                .ToList(),
            cancellationToken);
    }

    public Task<long> CountAsync(bool? isOpen, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.Connection.ExecuteScalar<long>($"SELECT count(*) FROM alarms WHERE {OfState}", new { isOpen }), cancellationToken);

    public Task<IReadOnlyList<KeptAlarm>> GetUntoldAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<KeptAlarm>>(
            session => session.Connection
                .Query<AlarmRow>(
                    $"""
                    SELECT {Columns} FROM alarms
                    WHERE told < 1 + (cleared_at IS NOT NULL) AND (cleared_at IS NULL OR cleared_at >= @since)
                    ORDER BY raised_at, id LIMIT @limit
                    """,
                    new { since = since.ToBound(), limit })
                .Select(row => row.ToAlarm())
                .ToList(),
            cancellationToken);

    public Task NoteToldAsync(string id, AlarmNews told, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Connection.Execute("UPDATE alarms SET told = max(told, @told) WHERE id = @id", new { id, told = (int)told }),
        cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Connection.Execute("DELETE FROM alarms WHERE cleared_at < @before", new { before = before.ToBound() }),
            cancellationToken);

    private sealed class AlarmRow
    {
        public required string Id { get; init; }

        public required string Kind { get; init; }

        public required string Subject { get; init; }

        public required string Text { get; init; }

        public long RaisedAt { get; init; }

        public long? ClearedAt { get; init; }

        public string? AcknowledgedBy { get; init; }

        public long? AcknowledgedAt { get; init; }

        public long Told { get; init; }

        public KeptAlarm ToAlarm() => new(Id, new Alarm(Enum.Parse<AlarmKind>(Kind), Subject, Text, SqliteTime.FromStored(RaisedAt)))
        {
            ClearedAt = SqliteTime.FromStored(ClearedAt),
            AcknowledgedBy = AcknowledgedBy,
            AcknowledgedAt = SqliteTime.FromStored(AcknowledgedAt),
            Told = (AlarmNews)Told,
        };
    }
}
