using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>Looks up a user's sessions and reads the user's own events in them, within fixed limits.</summary>
public sealed class JourneyReader(ISessionStore sessions, IRawStore raw)
{
    public const int MaxSessions = 200;
    public const int MaxEvents = 10_000;

    /// <summary>How far outside the asked range a session's events are still read: sessions are shown whole, but one that lasts
    /// for months must not turn a short range into a scan of months.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    /// <summary>The sessions that overlap [<paramref name="from"/>, <paramref name="to"/>), latest start first.</summary>
    public async Task<UserJourneys> ReadAsync(
        string userId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var found = await sessions.FindByUserAsync(userId, null, from, to, MaxSessions + 1, cancellationToken);
        var notes = new List<string>();
        if (found.Count > MaxSessions)
        {
            notes.Add($"sessions: only the {MaxSessions} most recent sessions of the range are shown");
        }

        var journeys = new List<SessionJourney>();
        var room = MaxEvents;
        var clipped = false;
        foreach (var session in found.Take(MaxSessions))
        {
            var start = from - session.StartedAt > Margin ? from - Margin : session.StartedAt;
            var end = session.LastActivityAt - to > Margin ? to + Margin : session.LastActivityAt.AddMilliseconds(1);
            clipped |= start > session.StartedAt || end <= session.LastActivityAt;

            // One more than there is room for tells a full answer from a cut one.
            var events = await raw.ReadSessionAsync(session.SessionId, start, end, cancellationToken)
                .Where(e => string.Equals(e.UserId, userId, StringComparison.Ordinal))
                .Take(room + 1)
                .ToListAsync(cancellationToken);
            var full = events.Count > room;
            if (full)
            {
                events.RemoveAt(room);
            }

            if (!full || events.Count > 0)
            {
                journeys.Add(JourneyArithmetic.OfSession(session, events));
            }

            if (full)
            {
                notes.Add($"events: only the first {MaxEvents} events are shown; the last session shown may be cut, "
                    + "and earlier sessions are left out");
                break;
            }

            room -= events.Count;
        }

        if (clipped)
        {
            notes.Add($"events: those more than {Margin.TotalHours:0} hours outside the range are left out");
        }

        return JourneyArithmetic.OfUser(journeys, notes);
    }
}
