using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Analytics.Journeys;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Analytics.Journeys;

public sealed class JourneyReaderTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddDays(2);
    private static readonly VisitWindow All = new(200, null);

    private readonly InMemorySessionStore _sessions = new();
    private readonly InMemoryRawStore _raw = new();
    private readonly FakeTimeProvider _clock = new(To.AddDays(60));
    private readonly EventStores _stores;

    public JourneyReaderTests() => _stores = new EventStores(_raw, _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_Sessions_AreLatestFirstWithTheirEventsInOrder()
    {
        await StoreAsync(("u", "old", 1, "/b"), ("u", "old", 0.5, "/a"), ("u", "new", 3, "/c"));

        var journeys = await ReadAsync();

        Assert.Equal(["new", "old"], journeys.Sessions.Select(session => session.SessionId));
        Assert.Equal(["/a", "/b"], journeys.Sessions[1].Events.Select(e => e.Page));
        Assert.Null(journeys.Notes);
    }

    [Fact]
    public async Task ReadAsync_SharedSession_ShowsTheUsersOwnEventsOnly()
    {
        await StoreAsync(("u", "s", 1, "/mine"), ("v", "s", 2, "/theirs"), ("v", "other", 2, "/theirs"));

        var session = Assert.Single((await ReadAsync()).Sessions);

        Assert.Equal("/mine", Assert.Single(session.Events).Page);
        Assert.Equal(From.AddHours(2), session.LastActivityAt);
    }

    [Fact]
    public async Task ReadAsync_SessionAcrossTheRangesEdge_IsShownWhole()
    {
        await StoreAsync(("u", "s", -2, "/before"), ("u", "s", 1, "/inside"), ("u", "gone", -3, "/a"), ("u", "ahead", 48, "/a"));

        var session = Assert.Single((await ReadAsync()).Sessions);

        Assert.Equal(["/before", "/inside"], session.Events.Select(e => e.Page));
    }

    [Fact]
    public async Task ReadAsync_SessionOfMonths_IsReadNearTheRangeOnly()
    {
        await StoreAsync(("u", "s", -2_000, "/a"), ("u", "s", -23, "/b"), ("u", "s", 1, "/c"), ("u", "s", 2_000, "/d"));

        var journeys = await ReadAsync();

        Assert.Equal(["/b", "/c"], Assert.Single(journeys.Sessions).Events.Select(e => e.Page));
        Assert.Equal(2, _raw.EventsRead);
        Assert.StartsWith("events:", Assert.Single(journeys.Notes!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_RangeOfAllTime_DoesNotOverflow()
    {
        await StoreAsync(("u", "s", 1, "/a"));

        var journeys = await new JourneyReader(_sessions, _stores.History(), _clock)
            .ReadAsync("u", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, All, Token);

        Assert.Equal(1, journeys.TotalEvents);
    }

    [Fact]
    public async Task ReadAsync_ManySessions_HasTheTotalsOfAllOnEveryPage()
    {
        await StoreAsync([.. Enumerable.Range(0, 513).Select(i => ("u", $"s{i}", i / 20d, "/a"))]);

        var shown = new List<string>();
        VisitCursor? after = null;
        do
        {
            var page = await ReadAsync(new(100, after));
            Assert.Equal((513, 513), (page.TotalSessions, page.TotalEvents));
            Assert.Null(page.Notes);
            shown.AddRange(page.Sessions.Select(session => session.SessionId));
            after = page.Next is { } next && VisitCursor.TryParse(next, out var cursor) ? cursor : null;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 513).Select(i => $"s{512 - i}"), shown);
    }

    [Fact]
    public async Task ReadAsync_ManyEvents_GoOnTheNextPage()
    {
        await StoreAsync([
            ("u", "recent", 30, "/a"),
            .. Enumerable.Range(0, JourneyReader.MaxEvents).Select(i => ("u", "long", i / 1_000d, "/b")),
        ]);

        var page = await ReadAsync();

        Assert.Equal((JourneyReader.MaxEvents + 1, 2), (page.TotalEvents, page.TotalSessions));
        Assert.Equal("recent", Assert.Single(page.Sessions).SessionId);
        Assert.NotNull(page.Next);
    }

    [Fact]
    public async Task ReadAsync_SessionTooLong_IsCutAndSaysSo()
    {
        await StoreAsync([.. Enumerable.Range(0, JourneyReader.MaxEvents + 1).Select(i => ("u", "long", i / 1_000d, "/b"))]);

        var page = await ReadAsync();

        Assert.Equal(JourneyReader.MaxEvents + 1, page.TotalEvents);
        Assert.Equal(JourneyReader.MaxEvents, Assert.Single(page.Sessions).Events.Count);
        Assert.StartsWith("events:", Assert.Single(page.Notes!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_ArchivedDay_ShowsItsEventsWithoutReferences()
    {
        await StoreAsync(("u", "s", -1, "/a"), ("u", "s", 1, "/b"), ("v", "s", 2, "/theirs"), ("u", "outside", -30, "/c"), ("u", "open", 30, "/d"));
        await ArchiveAsync(-1);
        await ArchiveAsync(1);

        var journeys = await new JourneyReader(new WithoutReferences(_sessions, To.AddDays(-1)), _stores.History(), _clock)
            .ReadAsync("u", From, To, All, Token);

        Assert.Equal(["open", "s"], journeys.Sessions.Select(session => session.SessionId));
        Assert.Equal(["/a", "/b"], journeys.Sessions[1].Events.Select(e => e.Page));
        Assert.Equal(3, journeys.TotalEvents);
        Assert.Null(journeys.Notes);
    }

    [Fact]
    public async Task ReadAsync_ArchivedDayWithReferencesLeft_CountsEachEventOnce()
    {
        await StoreAsync(("u", "s", 1, "/a"), ("u", "s", 2, "/b"));
        await ArchiveAsync(1);

        Assert.Equal(2, (await ReadAsync()).TotalEvents);
    }

    [Fact]
    public async Task ReadAsync_DamagedPart_IsNamedAndTheOthersAreShown()
    {
        await StoreAsync(("u", "lost", 1, "/a"), ("u", "open", 30, "/b"));
        await ArchiveAsync(1);
        _stores.Memory.Damage("events/dt=2026-03-10/part-1.parquet");

        var journeys = await ReadAsync();

        Assert.Equal(1, journeys.TotalEvents);
        Assert.Equal(
            "events: those in part 1 of the archived day 2026-03-10 are left out, because it can't be read", Assert.Single(journeys.Notes!));
    }

    private Task ArchiveAsync(double hours) =>
        _stores.Archiver().RunAsync(DateOnly.FromDateTime(From.AddHours(hours).UtcDateTime), Token);

    private Task<UserJourneys> ReadAsync(VisitWindow? window = null) =>
        new JourneyReader(_sessions, _stores.History(), _clock).ReadAsync("u", From, To, window ?? All, Token);

    private async Task StoreAsync(params (string User, string Session, double Hours, string Page)[] events)
    {
        foreach (var day in events
            .Select(e => new Event(Guid.NewGuid(), From.AddHours(e.Hours), e.User, e.Session, EventTypes.PageView, e.Page, default))
            .GroupBy(e => e.UtcDay))
        {
            await _raw.InsertAsync(day.Key, [.. day.Select(e => new RawEvent(e, 0))], Token);
            await _sessions.TouchAsync(VisitTouch.Of(day), Token);
        }
    }
}
