using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Api.Contracts;

internal sealed record UserSession(string SessionId, DateTimeOffset StartedAt, DateTimeOffset LastActivityAt, double DurationSeconds)
{
    public static UserSession Of(Session session) =>
        new(
            session.SessionId,
            session.StartedAt,
            session.LastActivityAt,
            (session.LastActivityAt - session.StartedAt).TotalSeconds);
}
