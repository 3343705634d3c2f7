using System.Runtime.CompilerServices;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// All events, wherever they lie: in open raw days, sealed generations and archived parts; each (timestamp, event id) once: from
/// an archived part if one has it, else from the earliest sealed generation, else from the open day. A day may be sealed or archived while it is read: that is found out afterwards, and what was read is not used.
/// Days that are too young to be sealed are read from the raw store and nothing else.
/// </summary>
public sealed class EventHistory(
    IRawStore raw, ISealedDays sealedDays, IArchiveCatalogue catalogue, IArchivedEvents archive, TimeProvider time)
{
    private const int MaxAttempts = 3;

    private readonly WatchedArchive _archive = new(archive, catalogue, time);
    private readonly GenerationList _generations = new(sealedDays, catalogue);

    /// <summary>
    /// The events with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>. They are ordered by (timestamp, event id) unless a day
    /// of the range has generations; then no order is promised.
    /// </summary>
    /// <exception cref="DamagedPartException">Not all can be read.</exception>
    /// <exception cref="TransientStorageException">A store is not reachable, or a day was sealed or archived meanwhile.</exception>
    public async IAsyncEnumerable<RawEvent> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = await FindGenerationsAsync(from, to, cancellationToken);
        foreach (var segment in Segments(before, from, to))
        {
            await using var events = segment.Read(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(events))
            {
                yield return events.Current;
            }
        }

        await CheckUnchangedAsync();

        async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<RawEvent> events)
        {
            try
            {
                return await events.MoveNextAsync();
            }
            catch (DamagedPartException)
            {
                // The file of a part that was replaced or restored meanwhile is gone, not damaged.
                await CheckUnchangedAsync();
                throw;
            }
        }

        async Task CheckUnchangedAsync()
        {
            if (!GenerationList.AreSame(before, await FindGenerationsAsync(from, to, cancellationToken)))
            {
                throw new TransientStorageException($"A day between {from:u} and {to:u} was sealed or archived while it was read.");
            }
        }
    }

    /// <summary>The events with these keys. Reads no others of days that are not archived.</summary>
    /// <exception cref="TransientStorageException">A store is not reachable, or the days keep being sealed or archived.</exception>
    public Task<FoundEvents> FindAsync(IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        return SearchAsync(keys, AddOpenAsync, cancellationToken);

        async Task AddOpenAsync(Dictionary<EventKey, RawEvent> events)
        {
            // After the generations, whose events count first.
            await foreach (var read in raw.ReadAsync(keys, cancellationToken))
            {
                events.TryAdd(read.Event.Key, read);
            }
        }
    }

    /// <summary>Those of the events with these keys that are sealed or archived.</summary>
    /// <exception cref="TransientStorageException">A store is not reachable, or the days keep being sealed or archived.</exception>
    internal Task<FoundEvents> FindInGenerationsAsync(IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) =>
        SearchAsync(keys, _ => Task.CompletedTask, cancellationToken);

    /// <summary>
    /// One user's events in the archived parts of some days with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, each once, at
    /// most the first <paramref name="limit"/>. Events that are not archived yet have references, and are found by those.
    /// </summary>
    /// <exception cref="TransientStorageException">A store is not reachable.</exception>
    public async Task<FoundEvents> FindArchivedOfUserAsync(
        string userId,
        IReadOnlyCollection<DateOnly> days,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        CancellationToken cancellationToken)
    {
        var newest = DayAge.NewestWithGenerations(time);
        var old = days.Where(day => day <= newest).ToHashSet();
        if (old.Count == 0)
        {
            return new FoundEvents([], []);
        }

        for (var attempt = 1; ; attempt++)
        {
            var parts = await catalogue.GetPartsAsync(old.Min(), old.Max(), cancellationToken);
            List<ArchivedPart> wanted = [.. parts.Where(part => old.Contains(part.Day) && part.First < to && part.Last >= from)];
            if (wanted.Count == 0)
            {
                return new FoundEvents([], []);
            }

            var found = await _archive.FindOfUserAsync(wanted, userId, from, to, limit, cancellationToken);
            if (attempt == MaxAttempts || !await AreGoneAsync(found.Damaged, cancellationToken))
            {
                return new FoundEvents([.. found.Events.DistinctBy(read => read.Event.Key)], found.Damaged);
            }
        }
    }

    /// <summary>Whether some parts that could not be read are in the archive no longer: they were replaced or restored meanwhile.</summary>
    private async Task<bool> AreGoneAsync(IReadOnlyList<DamagedPartException> unreadable, CancellationToken cancellationToken)
    {
        if (unreadable.Count == 0)
        {
            return false;
        }

        var parts = await catalogue.GetPartsAsync(unreadable.Min(part => part.Day), unreadable.Max(part => part.Day), cancellationToken);
        var there = parts.Select(part => (part.Day, part.Generation)).ToHashSet();
        return unreadable.Any(part => !there.Contains((part.Day, part.Generation)));
    }

    /// <summary>
    /// The time of the first event with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/> that is neither sealed nor archived, found
    /// without reading; null when there is none.
    /// </summary>
    public Task<DateTimeOffset?> FindFirstOpenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        raw.FindFirstAsync(from, to, cancellationToken);

    /// <summary>Whether something of the day was brought back from the archive, and the day was not archived again since.</summary>
    internal async Task<bool> WasRestoredAsync(DateOnly day, CancellationToken cancellationToken) =>
        (await catalogue.GetRestoredAsync(day, day, cancellationToken)).Count > 0;

    /// <summary>
    /// The first instant of which all events are still kept, as far as those at or after <paramref name="from"/> go; null when none of these was
    /// deleted by age.
    /// </summary>
    public async Task<DateTimeOffset?> FindKeptSinceAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        DayAge.DayOf(from) <= DayAge.NewestWithGenerations(time)
        && await catalogue.FindExpiredThroughAsync(cancellationToken) is { } through && DayAge.DayOf(from) <= through
            ? DayAge.EndOf(through) : null;

    /// <summary>The UTC days that have events, or had and kept their collection, oldest first.</summary>
    public async Task<IReadOnlyList<HistoryDay>> GetDaysAsync(CancellationToken cancellationToken)
    {
        // In the order in which events go, so that no day is missed on its way.
        var open = (await raw.GetDaysAsync(cancellationToken)).ToHashSet();
        var generations = await _generations.GetAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);
        return [.. open.Union(generations.Keys).Order()
            .Select(day => new HistoryDay(day, open.Contains(day), generations.GetValueOrDefault(day) ?? DayGenerations.None))];
    }

    /// <summary>
    /// The UTC days overlapping [<paramref name="from"/>, <paramref name="to"/>) that have sealed or archived generations. Asks no store about
    /// days that are too young.
    /// </summary>
    public async Task<IReadOnlySet<DateOnly>> FindDaysWithGenerationsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        (await FindGenerationsAsync(from, to, cancellationToken)).Keys.ToHashSet();

    private async Task<IReadOnlyDictionary<DateOnly, DayGenerations>> FindGenerationsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var newest = DayAge.NewestWithGenerations(time);
        if (from >= to || DayAge.DayOf(from) > newest)
        {
            return new Dictionary<DateOnly, DayGenerations>();
        }

        var last = DayAge.DayOf(to.AddTicks(-1));
        return await _generations.GetAsync(DayAge.DayOf(from), last < newest ? last : newest, cancellationToken);
    }

    /// <summary>Stretches of days without generations, and single days with them.</summary>
    private IEnumerable<Segment> Segments(
        IReadOnlyDictionary<DateOnly, DayGenerations> generations, DateTimeOffset from, DateTimeOffset to)
    {
        var position = from;
        foreach (var (day, own) in generations)
        {
            var start = Later(DayAge.StartOf(day), from);
            var end = Earlier(DayAge.EndOf(day), to);
            if (position < start)
            {
                var (gapStart, gapEnd) = (position, start);
                yield return new Segment(token => raw.ReadAsync(gapStart, gapEnd, token));
            }

            EventSource[] sources =
            [
                .. SourcesOf(own with { Parts = [.. own.Parts.Where(part => part.First < end && part.Last >= start)] }),
                EventSource.Of(raw, day),
            ];
            yield return new Segment(token => SourceMerge.ReadAsync(sources, start, end, token));
            position = end;
        }

        if (position < to)
        {
            yield return new Segment(token => raw.ReadAsync(position, to, token));
        }
    }

    private IEnumerable<EventSource> SourcesOf(DayGenerations generations) =>
        generations.Parts.Select(part => EventSource.Of(_archive, part))
            .Concat(generations.Sealed.Select(day => EventSource.Of(sealedDays, day)));

    private async Task<FoundEvents> SearchAsync(
        IReadOnlyCollection<EventKey> keys, Func<Dictionary<EventKey, RawEvent>, Task> addOpen, CancellationToken cancellationToken)
    {
        var newest = DayAge.NewestWithGenerations(time);
        var old = keys.Where(key => key.UtcDay <= newest).ToLookup(key => key.UtcDay);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var before = await ListAsync();
            var events = new Dictionary<EventKey, RawEvent>();
            var damaged = new List<DamagedPartException>();
            foreach (var (day, own) in before)
            {
                await AddAsync(events, damaged, [.. old[day]], own, cancellationToken);
            }

            await addOpen(events);
            if (old.Count == 0 || GenerationList.AreSame(before, await ListAsync()))
            {
                return new FoundEvents([.. events.Values.OrderBy(read => read.Event.Key)], damaged);
            }
        }

        throw new TransientStorageException("The days of the events that were searched for keep being sealed or archived.");

        async Task<IReadOnlyDictionary<DateOnly, DayGenerations>> ListAsync() => old.Count == 0
            ? new Dictionary<DateOnly, DayGenerations>()
            : (await _generations.GetAsync(old.Min(day => day.Key), old.Max(day => day.Key), cancellationToken))
                .Where(day => old.Contains(day.Key)).ToDictionary();
    }

    private async Task AddAsync(
        Dictionary<EventKey, RawEvent> events,
        List<DamagedPartException> damaged,
        IReadOnlyCollection<EventKey> keys,
        DayGenerations generations,
        CancellationToken cancellationToken)
    {
        foreach (var source in SourcesOf(generations))
        {
            try
            {
                foreach (var read in await source.FindAsync(keys, cancellationToken))
                {
                    events.TryAdd(read.Event.Key, read);
                }
            }
            catch (DamagedPartException problem)
            {
                damaged.Add(problem);
            }
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private readonly record struct Segment(Func<CancellationToken, IAsyncEnumerable<RawEvent>> Read);
}
