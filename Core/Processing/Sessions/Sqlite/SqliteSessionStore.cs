using System.Text.Json;
using Dapper;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Sessions.Sqlite;

/// <inheritdoc/>
public sealed class SqliteSessionStore(SqliteDatabase database) : ISessionStore
{
    public Task<IReadOnlyList<SessionMove>> TouchAsync(
        IReadOnlyCollection<VisitTouch> touches, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<SessionMove>>(
            session =>
            {
                new SqliteTouches(session).Apply(touches);
                return session.Connection
                    .Query<(string Id, long Start)>("SELECT session_id, former_start FROM session_moves")
                    .Select(move => new SessionMove(move.Id, SqliteTime.FromStored(move.Start)))
                    .ToList();
            },
            cancellationToken);

    public Task ConfirmAsync(IReadOnlyCollection<SessionMove> moves, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var forget = session.Statement("DELETE FROM session_moves WHERE session_id = ? AND former_start = ?");
                foreach (var move in moves)
                {
                    forget.Bind(1, move.SessionId).Bind(2, move.FormerStart.ToStored()).Execute();
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<DateTimeOffset>> GetStartsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DateTimeOffset>>(
            session => session.Connection
                .Query<long>(
                    "SELECT started FROM sessions WHERE started >= @from AND started < @to ORDER BY started",
                    new { from = from.ToBound(), to = to.ToBound() })
                .Select(SqliteTime.FromStored)
                .ToList(),
            cancellationToken);

    public Task<IReadOnlyList<Visit>> FindVisitsAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Visit>>(
            session => session.Connection
                .Query<(string Id, long Started, long Ended, long First, long Last)>(
                    $"""
                    SELECT session_id, started, ended, first, last
                    FROM (SELECT session_no, first, last FROM visits WHERE user_id = @userId AND first < @to
                        ORDER BY first DESC LIMIT {ISessionStore.MaxVisitsExamined})
                    JOIN sessions USING (session_no)
                    WHERE last >= @from AND (@idContains IS NULL OR instr(lower(session_id), lower(@idContains)) > 0)
                    ORDER BY first DESC, session_id
                    LIMIT @limit
                    """,
                    new { userId, idContains, from = from.ToBound(), to = to.ToBound(), limit })
                .Select(row => new Visit(
                    new Session(row.Id, SqliteTime.FromStored(row.Started), SqliteTime.FromStored(row.Ended)),
                    userId,
                    SqliteTime.FromStored(row.First),
                    SqliteTime.FromStored(row.Last)))
                .ToList(),
            cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<EventKey>>> FindKeysAsync(
        IReadOnlyList<Visit> visits, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<IReadOnlyList<EventKey>>>(
            session =>
            {
                var references = new SqliteReferences(session);
                return visits.Select(visit => Collect(session, references, visit, new EarliestKeys(from, to, limit))).ToList();
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<string, UserActivity>> GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<string, UserActivity>>(
            session => session.Connection
                .Query<(string Id, long First, long Last)>(
                    $"""
                    SELECT value,
                        (SELECT min(first) FROM visits WHERE user_id = value) AS earliest,
                        (SELECT max(last) FROM (SELECT last FROM visits WHERE user_id = value
                            ORDER BY first DESC LIMIT {ISessionStore.MaxVisitsExamined}))
                    FROM json_each(@userIds)
                    WHERE earliest IS NOT NULL
                    """,
                    new { userIds = JsonSerializer.Serialize(userIds.Distinct(StringComparer.Ordinal)) })
                .ToDictionary(
                    row => row.Id,
                    row => new UserActivity(SqliteTime.FromStored(row.First), SqliteTime.FromStored(row.Last))),
            cancellationToken);

    private static IReadOnlyList<EventKey> Collect(
        SqliteSession session, SqliteReferences references, Visit visit, EarliestKeys keys)
    {
        var days = session.Connection.Query<(int Day, long Reference)>(
            """
            WITH visit AS (
                SELECT visit_no, day, reference_no FROM sessions JOIN visits USING (session_no)
                WHERE session_id = @SessionId AND user_id = @UserId)
            SELECT day, reference_no FROM visit
            UNION ALL
            SELECT visit_days.day, visit_days.reference_no FROM visit JOIN visit_days USING (visit_no)
            ORDER BY 1
            """,
            new { visit.Session.SessionId, visit.UserId });
        foreach (var (number, last) in days)
        {
            var day = DateOnly.FromDayNumber(number);
            if (keys.Wants(day))
            {
                keys.Add(references.Read(day, last));
            }
        }

        return keys.ToList();
    }
}
