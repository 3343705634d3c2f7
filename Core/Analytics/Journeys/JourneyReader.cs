using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>Looks up a user's visits and reads the user's own events in them and no others, within fixed limits.</summary>
public sealed class JourneyReader(ISessionStore sessions, IRawStore raw)
{
    public const int MaxSessions = 200;
    public const int MaxEvents = 10_000;

    /// <summary>How far outside the requested range a visit's events are still read: visits are shown whole, but one that lasts for months
    /// must not turn a short range into months.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    // Visits close in time share their days, and each may have as many keys as there is room for.
    private const int VisitsAtATime = 25;

    /// <summary>The sessions of the visits that overlap [<paramref name="from"/>, <paramref name="to"/>), latest visit first.</summary>
    public async Task<UserJourneys> ReadAsync(
        string userId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var visits = await sessions.FindVisitsAsync(userId, null, from, to, MaxSessions + 1, cancellationToken);
        var notes = new List<string>();
        if (visits.Count > MaxSessions)
        {
            notes.Add($"sessions: only the {MaxSessions} most recent sessions of the range are shown");
        }

        var start = from - DateTimeOffset.MinValue > Margin ? from - Margin : DateTimeOffset.MinValue;
        var end = DateTimeOffset.MaxValue - to > Margin ? to + Margin : DateTimeOffset.MaxValue;
        var journeys = new List<SessionJourney>();
        var room = MaxEvents;
        var clipped = false;
        foreach (var group in visits.Take(MaxSessions).Chunk(VisitsAtATime))
        {
            // One more than there is room for: it shows whether the answer was cut.
            var keys = await sessions.FindKeysAsync(group, start, end, room + 1, cancellationToken);
            var shown = Fit(keys, room);
            var events = await ReadOwnAsync(userId, shown.SelectMany(visit => visit), cancellationToken);
            foreach (var visit in group.Take(shown.Count))
            {
                journeys.Add(JourneyArithmetic.OfSession(visit.Session, [.. events[visit.Session.SessionId]]));
                clipped |= visit.First < start || visit.Last >= end;
            }

            room -= shown.Sum(visit => visit.Count);
            if (shown.Count < group.Length || shown[^1].Count < keys[^1].Count)
            {
                notes.Add($"events: only the first {MaxEvents} events are shown; the last session shown may be cut, "
                    + "and earlier sessions are left out");
                break;
            }
        }

        if (clipped)
        {
            notes.Add($"events: those more than {Margin.TotalHours:0} hours outside the range are left out");
        }

        return JourneyArithmetic.OfUser(journeys, notes);
    }

    /// <summary>The visits' keys for which there is room; the last visit may be cut.</summary>
    private static List<IReadOnlyList<EventKey>> Fit(IReadOnlyList<IReadOnlyList<EventKey>> visits, int room)
    {
        var fitting = new List<IReadOnlyList<EventKey>>();
        foreach (var keys in visits)
        {
            if (keys.Count > room)
            {
                return room == 0 ? fitting : [.. fitting, [.. keys.Take(room)]];
            }

            fitting.Add(keys);
            room -= keys.Count;
        }

        return fitting;
    }

    /// <summary>The user's events by session, in order of time.</summary>
    private async Task<ILookup<string, Event>> ReadOwnAsync(
        string userId, IEnumerable<EventKey> keys, CancellationToken cancellationToken)
    {
        var events = await raw.ReadAsync([.. keys], cancellationToken).ToListAsync(cancellationToken);
        return events.Where(e => string.Equals(e.UserId, userId, StringComparison.Ordinal)).ToLookup(e => e.SessionId, StringComparer.Ordinal);
    }
}
