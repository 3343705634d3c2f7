using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Processing.Sessions;

/// <summary>Sessions and visits: from their earliest to their latest event, whatever the order of arrival.</summary>
public interface ISessionStore
{
    /// <summary>
    /// Far more visits than any person makes. A user id that many share (a client that sends "null") may have millions, and reading
    /// them all must not keep a reader from others.
    /// </summary>
    const int MaxVisitsExamined = 10_000;

    /// <summary>
    /// Widens sessions and visits to include events, and keeps references to these; safe to repeat. Returns every move that is not yet
    /// confirmed (<see cref="ConfirmAsync"/>), including those of other calls: if a caller dies half-way, the next one gets its moves.
    /// </summary>
    Task<IReadOnlyList<SessionMove>> TouchAsync(IReadOnlyCollection<VisitTouch> touches, CancellationToken cancellationToken);

    /// <summary>Forgets moves. Call it once the slices of their former starts are marked.</summary>
    Task ConfirmAsync(IReadOnlyCollection<SessionMove> moves, CancellationToken cancellationToken);

    /// <summary>The starts with <paramref name="from"/> ≤ start &lt; <paramref name="to"/>, one per session, ascending.</summary>
    Task<IReadOnlyList<DateTimeOffset>> GetStartsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>
    /// A user's visits, those with the latest first event first. <paramref name="idContains"/> is matched literally against the session
    /// id, ignoring ASCII case; null matches all. A visit is in range if it overlaps [<paramref name="from"/>, <paramref name="to"/>).
    /// Looks at no more than the <see cref="MaxVisitsExamined"/> latest visits that begin before <paramref name="to"/>.
    /// </summary>
    Task<IReadOnlyList<Visit>> FindVisitsAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The keys of the visits' events with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>: a list for each visit, in the
    /// same order, with the earliest keys up to <paramref name="limit"/>, ascending, each once. Events of dropped days may or may not
    /// be missing.
    /// </summary>
    Task<IReadOnlyList<IReadOnlyList<EventKey>>> FindKeysAsync(
        IReadOnlyList<Visit> visits, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// First and last event of each user that has any, keyed by user id. Of a user with more than
    /// <see cref="MaxVisitsExamined"/> visits the last event may be that of the latest ones.
    /// </summary>
    Task<IReadOnlyDictionary<string, UserActivity>> GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);
}

/// <summary>A late event gave a session an earlier start. The former start's slice counts one session too many until it is folded again.</summary>
public sealed record SessionMove(string SessionId, DateTimeOffset FormerStart);

public sealed record UserActivity(DateTimeOffset First, DateTimeOffset Last);
