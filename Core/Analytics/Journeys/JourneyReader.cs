using Pipeline.Core.History;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>
/// Looks up a user's visits and reads the user's own events in them and no others. The totals are those of the whole range; only the
/// sessions that are shown are kept.
/// </summary>
public sealed class JourneyReader(ISessionStore sessions, EventHistory history, TimeProvider time)
{
    /// <summary>Events in one answer.</summary>
    public const int MaxEvents = 10_000;

    /// <summary>Events that are counted: many times what a person does in a year. An id that many share has more in an hour.</summary>
    public const int MaxCounted = 50_000;

    /// <summary>How far outside the requested range a visit's events are still read: visits are shown whole, but one that lasts for months
    /// must not turn a short range into months.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    // Visits close in time share their days, and each may have as many keys as there is room for.
    private const int VisitsAtATime = 25;

    /// <summary>The sessions of the visits that overlap [<paramref name="from"/>, <paramref name="to"/>), latest visit first.</summary>
    public async Task<UserJourneys> ReadAsync(
        string userId, DateTimeOffset from, DateTimeOffset to, VisitWindow window, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var visits = VisitCursor.Sort(
            await sessions.FindVisitsAsync(userId, null, from, to, ISessionStore.MaxVisitsExamined, cancellationToken));
        var notes = new List<string>();
        if (visits.Count == ISessionStore.MaxVisitsExamined)
        {
            notes.Add($"sessions: earlier ones than the latest {ISessionStore.MaxVisitsExamined} are left out");
        }

        var start = from - DateTimeOffset.MinValue > Margin ? from - Margin : DateTimeOffset.MinValue;
        var end = DateTimeOffset.MaxValue - to > Margin ? to + Margin : DateTimeOffset.MaxValue;
        var totals = new JourneyTotals();
        var page = new JourneyPage(window);
        var visitEvents = new VisitEvents(history);
        var room = MaxCounted;
        var clipped = false;
        foreach (var group in visits.Chunk(VisitsAtATime))
        {
            // One more than there is room for: it shows whether something was left out.
            var references = await sessions.FindKeysAsync(group, start, end, room + 1, cancellationToken);
            var archived = await visitEvents.FindArchivedAsync(userId, group, start, end, room + 1, cancellationToken);
            var keys = archived.AddTo(group, references, room + 1);
            var counted = Fit(keys, room);
            var events = await visitEvents.ReadAsync(userId, [.. counted.SelectMany(visit => visit)], archived, cancellationToken);
            foreach (var visit in group.Take(counted.Count))
            {
                var journey = JourneyArithmetic.OfSession(visit.Session, [.. events[visit.Session.SessionId]], now);
                totals.Add(journey);
                page.Offer(visit, journey);
                clipped |= visit.First < start || visit.Last >= end;
            }

            room -= counted.Sum(visit => visit.Count);
            if (counted.Count < group.Length || counted[^1].Count < keys[^1].Count)
            {
                notes.Add($"events: only the {MaxCounted} of the latest sessions are counted");
                break;
            }
        }

        if (visits.Count > 0 && await history.FindKeptSinceAsync(start, cancellationToken) is { } since)
        {
            notes.Add($"events: those before {since.UtcDateTime:yyyy-MM-dd} (UTC) are no longer kept");
        }

        if (page.IsCut)
        {
            notes.Add($"events: only the first {MaxEvents} of a session are shown");
        }

        if (clipped)
        {
            notes.Add($"events: those more than {Margin.TotalHours:0} hours outside the range are left out");
        }

        notes.AddRange(visitEvents.Notes);
        return totals.ToUser(page.Sessions, page.Next, notes);
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
}
