using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Jobs.Rollups;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>Stores in memory, a clock, and a drain that writes events in the order in which the real one does.</summary>
internal sealed class RollupWorld : IDisposable
{
    private readonly RollupCache _cache = new();
    private readonly string _zone;
    private int _events;

    public RollupWorld(string zone = "UTC", string now = "2025-03-30T12:00:00Z")
    {
        _zone = zone;
        Clock = new FakeTimeProvider(At(now));
        Queue.Setup(queue => queue.GetStatusAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => new QueueStatus(Queued, 0, OldestQueued, 0));
    }

    public FakeTimeProvider Clock { get; }

    public Mock<IEventQueue> Queue { get; } = new();

    public long Queued { get; set; }

    public DateTimeOffset? OldestQueued { get; set; }

    public InMemoryLedger Ledger { get; } = new();

    public InMemoryRawStore Raw { get; } = new();

    public InMemorySessionStore Sessions { get; } = new();

    public InMemoryUserStore Users { get; } = new();

    public InMemoryDirtySlices Dirty { get; } = new();

    public InMemoryRollupStore Store { get; } = new();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static DateTimeOffset At(string instant) =>
        DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public ReportingCalendar CalendarOf(string? zone = null) => new(TimeZoneInfo.FindSystemTimeZoneById(zone ?? _zone));

    /// <summary>A refresher of its own process: over these stores, or stand-ins for them, with an empty cache unless told.</summary>
    public RollupRefresher Refresher(IRollupStore? store = null, IDirtySlices? dirty = null, IRawStore? raw = null, int maxKeys = 20_000, string? zone = null)
    {
        var rollups = store ?? Store;
        return new RollupRefresher(
            new DrainProgress(Queue.Object, Ledger, Options.Create(new LedgerOptions()), Clock),
            dirty ?? Dirty,
            rollups,
            new SliceSource(raw ?? Raw, Sessions, Users),
            Buckets(rollups, _cache, CalendarOf(zone)),
            new RollupWriters(rollups, _cache, Clock, Options.Create(new ReportingOptions { MaxKeysPerBucket = maxKeys })));
    }

    public Task<RefreshResult> RefreshAsync() => Refresher().RunAsync(Token);

    public CalendarRebuilder CalendarRebuilder(string zone, IRollupStore? store = null)
    {
        var rollups = store ?? Store;
        var calendar = CalendarOf(zone);
        var writers = new RollupWriters(rollups, _cache, Clock, Options.Create(new ReportingOptions()));
        return new CalendarRebuilder(rollups, Buckets(rollups, _cache, calendar), calendar, writers, Clock);
    }

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

        var touches = events
            .GroupBy(evt => (evt.SessionId, evt.UserId), evt => evt.Timestamp)
            .Select(part => new SessionTouch(part.Key.SessionId, part.Key.UserId, part.Min(), part.Max()))
            .ToList();
        var firsts = touches.GroupBy(touch => touch.SessionId).ToDictionary(session => session.Key, session => session.Min(t => t.First));
        var moved = (await Sessions.TouchAsync(touches, Token)).Where(session => session.Current == firsts[session.SessionId]);
        await Dirty.MarkAsync(
            [.. events.Select(evt => evt.Timestamp)
                .Concat(moved.SelectMany(session => session.Former))
                .Select(Slices.StartOf)
                .Distinct()],
            Clock.GetUtcNow(),
            Token);
    }

    public Task<Rollup> HourAsync(string at) => GetAsync(CalendarOf().HourKey(CalendarOf().HourOf(At(at))));

    public Task<Rollup> DayAsync(DateOnly day, string? zone = null) => GetAsync(CalendarOf(zone).DayKey(day));

    public Task<Rollup> MonthAsync(DateOnly day, string? zone = null) => GetAsync(CalendarOf(zone).MonthKey(day));

    public async Task<StoredRollup?> FindAsync(RollupKey key) => (await Store.GetAsync([key], Token)).SingleOrDefault();

    /// <summary>All that is stored of a zone, and the slices, as text: equal exactly when the content is.</summary>
    public async Task<Dictionary<RollupKey, string>> ContentAsync(string? zone = null)
    {
        var keys = new List<RollupKey>();
        foreach (var level in Enum.GetValues<RollupLevel>())
        {
            keys.AddRange(await Store.GetKeysAsync(
                level, level == RollupLevel.Slice ? "" : zone ?? _zone, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token));
        }

        return (await Store.GetAsync(keys, Token)).ToDictionary(stored => stored.Key, stored => Convert.ToHexString(stored.Content.Span));
    }

    public void Dispose() => _cache.Dispose();

    private async Task<Rollup> GetAsync(RollupKey key) =>
        await FindAsync(key) is { } stored ? RollupCodec.Decode(stored.Content) : Rollup.Empty;

    private static CalendarBuckets Buckets(IRollupStore store, RollupCache cache, ReportingCalendar calendar) =>
        new(new RollupLoader(store, cache), calendar);
}
