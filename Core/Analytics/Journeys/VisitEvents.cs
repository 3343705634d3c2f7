using Pipeline.Core.Archive.Parts;
using Pipeline.Core.History;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>
/// Finds the events of one user's visits. Those of archived days have no references any more: they are found in the archive by their user.
/// </summary>
internal sealed class VisitEvents(EventHistory history)
{
    private readonly SortedDictionary<(DateOnly Day, int Generation), DamagedPartException> _damaged = [];
    private bool _isCut;

    /// <summary>What is missing so far, and why.</summary>
    public IEnumerable<string> Notes =>
    [
        .. _damaged.Values.Select(part =>
            $"events: those in part {part.Generation} of the archived day {part.Day:yyyy-MM-dd} are left out, because it can't be read"),
        .. _isCut ? ["events: the archive has more of this user than are read; only the first of them are counted"] : Array.Empty<string>(),
    ];

    /// <summary>The visits' archived events with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="visits">The user's visits, at least one.</param>
    /// <param name="from">Where the reading begins.</param>
    /// <param name="to">Where it ends; not included.</param>
    /// <param name="limit">How many of the user's events are read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<ArchivedVisits> FindArchivedAsync(
        string userId, IReadOnlyList<Visit> visits, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var ranges = visits.Select(visit => (
            First: visit.First > from ? visit.First : from,
            Last: visit.Last < to ? visit.Last : to.AddTicks(-1))).Where(range => range.First <= range.Last).ToList();
        if (ranges.Count == 0)
        {
            return new ArchivedVisits([]);
        }

        var found = await history.FindArchivedOfUserAsync(
            userId,
            [.. ranges.SelectMany(range => DaysOf(range.First, range.Last)).Distinct()],
            ranges.Min(range => range.First),
            ranges.Max(range => range.Last).AddTicks(1),
            limit,
            cancellationToken);
        Note(found.Damaged);
        _isCut |= found.Events.Count == limit;
        return new ArchivedVisits(found.Events.Select(read => read.Event));
    }

    /// <summary>The user's events with these keys by session, in order of time.</summary>
    public async Task<ILookup<string, Event>> ReadAsync(
        string userId, IReadOnlyCollection<EventKey> keys, ArchivedVisits archived, CancellationToken cancellationToken)
    {
        var others = await history.FindAsync([.. keys.Where(key => !archived.Contains(key))], cancellationToken);
        Note(others.Damaged);
        return keys.Select(archived.Find).OfType<Event>()
            .Concat(others.Events.Select(read => read.Event))
            .Where(e => string.Equals(e.UserId, userId, StringComparison.Ordinal))
            .OrderBy(e => e.Key)
            .ToLookup(e => e.SessionId, StringComparer.Ordinal);
    }

    private void Note(IEnumerable<DamagedPartException> damaged)
    {
        foreach (var part in damaged)
        {
            _damaged[(part.Day, part.Generation)] = part;
        }
    }

    private static IEnumerable<DateOnly> DaysOf(DateTimeOffset first, DateTimeOffset last)
    {
        var (from, to) = (DateOnly.FromDateTime(first.UtcDateTime), DateOnly.FromDateTime(last.UtcDateTime));
        return Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays);
    }
}
