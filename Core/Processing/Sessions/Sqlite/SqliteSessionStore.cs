using System.Text.Json;
using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Sessions.Sqlite;

/// <summary>
/// Sessions get numbers as they arrive, and what an event changes is keyed by that number: the sessions that are live at one
/// time lie on few pages. Only a session's first event touches the indexes on its id and its user.
/// </summary>
public sealed class SqliteSessionStore(SqliteDatabase database) : ISessionStore
{
    public Task<IReadOnlyList<SessionStarts>> TouchAsync(
        IReadOnlyCollection<SessionTouch> touches, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<SessionStarts>>(
            session => new SqliteSessionTouches(session).Apply(touches), cancellationToken);

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

    public Task<IReadOnlyList<Session>> FindByUserAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Session>>(
            session => session.Connection
                .Query<(string Id, long Started, long Ended)>(
                    """
                    SELECT session_id, started, ended
                    FROM session_users JOIN sessions USING (session_no)
                    WHERE user_id = @userId AND started < @to AND ended >= @from
                        AND (@idContains IS NULL OR instr(lower(session_id), lower(@idContains)) > 0)
                    ORDER BY started DESC, session_id
                    LIMIT @limit
                    """,
                    new { userId, idContains, from = from.ToBound(), to = to.ToBound(), limit })
                .Select(row => new Session(row.Id, SqliteTime.FromStored(row.Started), SqliteTime.FromStored(row.Ended)))
                .ToList(),
            cancellationToken);

    public Task<IReadOnlyDictionary<string, UserActivity>> GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<string, UserActivity>>(
            session => session.Connection
                .Query<(string Id, long First, long Last)>(
                    """
                    SELECT user_id, min(first), max(last)
                    FROM session_users
                    WHERE user_id IN (SELECT value FROM json_each(@userIds))
                    GROUP BY user_id
                    """,
                    new { userIds = JsonSerializer.Serialize(userIds) })
                .ToDictionary(
                    row => row.Id,
                    row => new UserActivity(SqliteTime.FromStored(row.First), SqliteTime.FromStored(row.Last))),
            cancellationToken);
}
