namespace Pipeline.Core.Processing.Sessions;

/// <summary>Sessions: from their earliest to their latest event, whatever the order of arrival.</summary>
public interface ISessionStore
{
    /// <summary>
    /// Widens sessions to include what was seen; safe to repeat. Returns, for every touched session, its start and every start
    /// it ever had before, so that a caller that died half-way can still mark the hours that a session moved out of.
    /// </summary>
    Task<IReadOnlyList<SessionStarts>> TouchAsync(IReadOnlyCollection<SessionTouch> touches, CancellationToken cancellationToken);

    /// <summary>The starts with <paramref name="from"/> ≤ start &lt; <paramref name="to"/>, one per session, ascending.</summary>
    Task<IReadOnlyList<DateTimeOffset>> GetStartsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>
    /// Sessions in which the user has events, latest start first. <paramref name="idContains"/> is matched literally against the
    /// session id, ignoring ASCII case; null matches all. A session is in range if it overlaps
    /// [<paramref name="from"/>, <paramref name="to"/>).
    /// </summary>
    Task<IReadOnlyList<Session>> FindByUserAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>First and last event of each user that has any, keyed by user id.</summary>
    Task<IReadOnlyDictionary<string, UserActivity>> GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);
}
