using System.Runtime.InteropServices;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Processing.Sessions;

/// <summary>What some events say about one visit.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">The user.</param>
/// <param name="Keys">The events' keys, at least one, ascending.</param>
public sealed record VisitTouch(string SessionId, string UserId, IReadOnlyList<EventKey> Keys)
{
    public DateTimeOffset First => Keys[0].Timestamp;

    public DateTimeOffset Last => Keys[^1].Timestamp;

    /// <summary>One touch for each visit that the events belong to.</summary>
    public static IReadOnlyList<VisitTouch> Of(IEnumerable<Event> events)
    {
        var visits = new Dictionary<(string Session, string User), List<EventKey>>();
        foreach (var e in events)
        {
            ref var keys = ref CollectionsMarshal.GetValueRefOrAddDefault(visits, (e.SessionId, e.UserId), out _);
            (keys ??= []).Add(e.Key);
        }

        foreach (var keys in visits.Values)
        {
            keys.Sort();
        }

        return [.. visits.Select(visit => new VisitTouch(visit.Key.Session, visit.Key.User, visit.Value))];
    }
}
