using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Jobs.Rollups;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>Stores in memory, a clock, and a drain that writes events in the order in which the real one does.</summary>
internal sealed class RollupWorld : IDisposable
{
    private readonly PartCache _cache = new();
    private readonly Guid _producer = Guid.NewGuid();
    private readonly string _zone;
    private int _events;

    public RollupWorld(string zone = "UTC", string now = "2025-03-30T12:00:00Z")
    {
        _zone = zone;
        Clock = new FakeTimeProvider(At(now));
        Events = new EventStores(Raw, Clock);
    }

    public FakeTimeProvider Clock { get; }

    public EventStores Events { get; }

    public InMemoryLedgerStore Ledger { get; } = new();

    public InMemoryRawStore Raw { get; } = new();

    public InMemorySessionStore Sessions { get; } = new();

    public InMemoryUserStore Users { get; } = new();

    public InMemoryDirtySlices Dirty { get; } = new();

    public InMemoryRollupStore Store { get; } = new();

    public InMemoryRollupProgress Progress { get; } = new();

    public WarningCounter Warnings { get; } = new();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static DateTimeOffset At(string instant) =>
        DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public InMemoryProbeStore Probes { get; } = new();

    public ReportingCalendar CalendarOf(string? zone = null) => new(TimeZoneInfo.FindSystemTimeZoneById(zone ?? _zone));

    /// <summary>A refresher of its own process: over these stores, or stand-ins for them.</summary>
    public RollupRefresher Refresher(
        IRollupStore? store = null,
        IDirtySlices? dirty = null,
        IRawStore? raw = null,
        int maxKeys = 20_000,
        string? zone = null,
        TimeProvider? time = null,
        PartCache? cache = null)
    {
        var rollups = store ?? Store;
        var calendar = CalendarOf(zone);
        var parts = cache ?? _cache;
        var writers = new BucketWriters(rollups, parts, Clock, Options.Create(new RollupOptions { MaxKeysPerBucket = maxKeys }));
        var buckets = new CalendarBuckets(rollups, new RollupLoader(rollups), parts, calendar, Clock);
        var marks = new RefreshMarks(dirty ?? Dirty, Events.History(), calendar, Clock, Warnings);
        return new RollupRefresher(
            new DrainProgress(
                new Bookkeeper(Ledger, new InMemoryQuarantineStore(), Options.Create(new LedgerOptions()), Clock, NullLogger<Bookkeeper>.Instance), Clock),
            marks,
            new RefreshBatches(new HistoryFolder((raw is null ? Events : Events with { Raw = raw }).History(), Sessions, Users), buckets, calendar, Boundary(), writers),
            new ZoneMaker(rollups, Progress, calendar, NullLogger<ZoneMaker>.Instance),
            new MonthCloser(Progress, buckets, calendar, writers, marks),
            Progress,
            Probes,
            calendar,
            time ?? Clock);
    }

    /// <summary>Refreshes while an ingest process lives that has sent nothing lately.</summary>
    public Task<RefreshResult> RefreshAsync() => RefreshAsync(_cache);

    /// <summary>As a process that has nothing in memory.</summary>
    public async Task<RefreshResult> RefreshAsync(PartCache cache)
    {
        await SpeakAsync();
        return await Refresher(cache: cache).RunAsync(Token);
    }

    public SliceBoundary Boundary() => new(Store, Progress, Options.Create(new RollupOptions()), Clock);

    public RebuildMarker RebuildMarker(string? zone = null) => new(Events.History(), Store, Dirty, Boundary(), CalendarOf(zone));

    public static Event EventOf(string at, string user = "u", string session = "s", string type = EventTypes.PageView, string metadata = "{}") =>
        new(Guid.NewGuid(), At(at), user, session, type, "/p", Encoding.UTF8.GetBytes(metadata));

    /// <summary>
    /// Raw events, then sessions, then marks. A session's former starts are marked by the events that it starts with now, no matter
    /// how often they come; were they marked by every event of a session that ever moved, each would cost whole slices.
    /// </summary>
    public async Task DrainAsync(params IReadOnlyList<Event> events)
    {
        foreach (var day in events.GroupBy(evt => evt.UtcDay))
        {
            await Raw.InsertAsync(day.Key, [.. day.Select(evt => new RawEvent(evt, ++_events))], Token);
        }

        await Users.GetNumbersAsync([.. events.Select(evt => evt.UserId).Distinct()], Token);
        var moves = await Sessions.TouchAsync(VisitTouch.Of(events), Token);
        await Dirty.MarkAsync(
            [.. events.Select(evt => evt.Timestamp)
                .Concat(moves.Select(move => move.FormerStart))
                .Select(Slices.StartOf)
                .Distinct()],
            Clock.GetUtcNow(),
            Token);
        await Sessions.ConfirmAsync(moves, Token);
    }

    /// <summary>An ingest process reports that everything it has received is drained by now.</summary>
    public Task SpeakAsync() => Ledger.RecordAsync([new LedgerEntry(_producer, 0, 0, 0, 0, 0, 0, Clock.GetUtcNow())], Token);

    /// <summary>Another process has received an event after <paramref name="through"/> that is not drained.</summary>
    public Task HoldBackAsync(DateTimeOffset through)
    {
        var producer = Guid.NewGuid();
        return Ledger.RecordAsync(
            [
                new LedgerEntry(producer, 0, 1, 1, 0, 0, 0, through),
                new LedgerEntry(producer, 2, 1, 1, 0, 0, 0, through.AddSeconds(1)),
            ],
            Token);
    }

    public Task<Rollup> HourAsync(string at) => GetAsync(HourKey(at));

    public BucketKey HourKey(string at) => CalendarOf().HourKey(CalendarOf().HourOf(At(at)));

    public Task<Rollup> DayAsync(DateOnly day, string? zone = null) => GetAsync(CalendarOf(zone).DayKey(day));

    public Task<Rollup> MonthAsync(DateOnly day, string? zone = null) => GetAsync(CalendarOf(zone).MonthKey(day));

    public async Task<Bucket?> FindAsync(BucketKey key) => (await Store.GetAsync([key], Token)).SingleOrDefault();

    /// <summary>All that is stored of a zone, and the slices, as text: equal exactly when the content is.</summary>
    public async Task<Dictionary<BucketKey, string>> ContentAsync(string? zone = null)
    {
        var content = new Dictionary<BucketKey, string>();
        foreach (var level in Enum.GetValues<BucketLevel>())
        {
            var buckets = await Store.GetRangeAsync(
                level,
                level == BucketLevel.Slice ? "" : zone ?? _zone,
                DateTimeOffset.MinValue,
                DateTimeOffset.MaxValue,
                int.MaxValue,
                Token);
            foreach (var bucket in buckets)
            {
                content.Add(bucket.Key, (await GetAsync(bucket.Key)).ToText());
            }
        }

        return content;
    }

    public Task<Rollup> GetAsync(BucketKey key) => Store.SumAsync([key], Token);

    public void Dispose() => _cache.Dispose();
}
