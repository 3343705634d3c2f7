namespace Pipeline.Core.Processing.Sessions;

/// <summary>All events with the same session id.</summary>
/// <param name="SessionId">The client's session id.</param>
/// <param name="StartedAt">Time of the earliest event, UTC.</param>
/// <param name="LastActivityAt">Time of the latest event, UTC.</param>
public sealed record Session(string SessionId, DateTimeOffset StartedAt, DateTimeOffset LastActivityAt)
{
    /// <summary>A session without an event for longer than this counts as ended, until another event arrives.</summary>
    public static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(30);

    /// <summary>When the session ended; null while it may go on.</summary>
    public DateTimeOffset? EndedAt(DateTimeOffset now) => now - LastActivityAt > MaxIdle ? LastActivityAt : null;
}

/// <summary>One user's part in one session.</summary>
/// <param name="Session">The whole session.</param>
/// <param name="UserId">The user.</param>
/// <param name="First">Time of the user's own earliest event in it, UTC.</param>
/// <param name="Last">Time of the user's own latest event in it, UTC.</param>
public sealed record Visit(Session Session, string UserId, DateTimeOffset First, DateTimeOffset Last);
