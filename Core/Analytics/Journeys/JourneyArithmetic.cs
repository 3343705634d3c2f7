using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Rollups.Folding;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>
/// The numbers of a journey. The time on a page lasts until the session's next event on another page, else until the session's
/// last activity, and is never negative.
/// </summary>
public static class JourneyArithmetic
{
    /// <param name="session">The session.</param>
    /// <param name="events">One user's events in it, in order of time.</param>
    /// <param name="now">Decides whether the session has ended.</param>
    public static SessionJourney OfSession(Session session, IReadOnlyList<Event> events, DateTimeOffset now)
    {
        // The rollups' reader, so that a journey and the revenue report agree on what a number is.
        var metadata = new MetadataReader();
        var purchases = events.Where(IsOrder).Select(order => metadata.Read(order.Metadata.Span)).ToList();
        return new(
            session.SessionId,
            session.StartedAt,
            session.LastActivityAt,
            session.EndedAt(now),
            events.Count,
            Seconds(session.StartedAt, session.LastActivityAt),
            purchases.Sum(purchase => purchase.Amount ?? 0),
            purchases.Sum(purchase => purchase.Quantity ?? 0),
            events.Select(e => e.Page).Distinct(StringComparer.Ordinal).Count(),
            purchases.Count > 0,
            WithTimes(events, session.LastActivityAt));
    }

    private static JourneyEvent[] WithTimes(IReadOnlyList<Event> events, DateTimeOffset lastActivity)
    {
        var timed = new JourneyEvent[events.Count];
        // Backwards, so that each event knows when the page after its own was entered without searching for it.
        var left = lastActivity;
        for (var i = events.Count - 1; i >= 0; i--)
        {
            var e = events[i];
            if (i + 1 < events.Count && !string.Equals(events[i + 1].Page, e.Page, StringComparison.Ordinal))
            {
                left = events[i + 1].Timestamp;
            }

            timed[i] = new(e.EventType, e.Page, e.Timestamp, e.Metadata, Seconds(e.Timestamp, left));
        }

        return timed;
    }

    private static bool IsOrder(Event e) => string.Equals(e.EventType, EventTypes.OrderPlaced, StringComparison.Ordinal);

    private static double Seconds(DateTimeOffset from, DateTimeOffset to) => to > from ? (to - from).TotalSeconds : 0;
}
