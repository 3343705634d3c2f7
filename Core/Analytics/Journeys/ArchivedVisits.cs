using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>One user's events that were read from the archive.</summary>
internal sealed class ArchivedVisits(IEnumerable<Event> events)
{
    private readonly Dictionary<EventKey, Event> _events = events.ToDictionary(e => e.Key);

    public bool Contains(EventKey key) => _events.ContainsKey(key);

    public Event? Find(EventKey key) => _events.GetValueOrDefault(key);

    /// <summary>The visits' keys together with those of their archived events: the earliest, ascending, each once.</summary>
    /// <param name="visits">The visits.</param>
    /// <param name="references">Keys that are known of each visit.</param>
    /// <param name="limit">How many keys a visit has at most.</param>
    public IReadOnlyList<IReadOnlyList<EventKey>> AddTo(
        IReadOnlyList<Visit> visits, IReadOnlyList<IReadOnlyList<EventKey>> references, int limit)
    {
        if (_events.Count == 0)
        {
            return references;
        }

        var bySession = _events.Values.ToLookup(e => e.SessionId, e => e.Key, StringComparer.Ordinal);
        return [.. visits.Zip(references, (visit, keys) =>
            bySession.Contains(visit.Session.SessionId)
                ? [.. keys.Union(bySession[visit.Session.SessionId]).Order().Take(limit)]
                : keys)];
    }
}
