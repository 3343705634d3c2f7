using System.Text.Json;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.UserSets;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class AnalyticsEndpointsTests : IAsyncDisposable
{
    private const string Frame = """
        "start":"2026-03-09T23:00:00.000Z","end":"2026-03-11T11:00:00.000Z",
        "freshness":{"completeThrough":"2026-03-11T10:59:50.250Z"}
        """;

    private static readonly DateOnly Yesterday = new(2026, 3, 10);

    private readonly ReadApi _api = new();

    public static TheoryData<string> Routes =>
        ["traffic", "search", "product-and-cart", "revenue-and-conversion", "user-behavior-and-funnel"];

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task GetTraffic_TwoDays_AnswersTheirSum()
    {
        await PutDaysAsync();

        Json.Equal(
            $$"""
            {"data":{"totalSessions":[{"count":5}],"activeUsers":[{"count":3}],
            "pageViewsByPage":[{"page":"/é","views":4},{"page":"/a","views":1}],"pageViewsByPageTotal":2,"totalPageViews":[{"count":5}],
            "sessionsOverTime":[{"date":"2026-03-09T23:00:00.000Z","sessions":2},{"date":"2026-03-10T23:00:00.000Z","sessions":3}],
            {{Frame}} } }
            """,
            await GetAsync("traffic"));
    }

    [Fact]
    public async Task GetTraffic_Limit_CutsThePages()
    {
        await PutDaysAsync();

        var data = (await GetAsync("traffic", "&limit=1")).GetProperty("data");

        Json.Equal("""[{"page":"/é","views":4}]""", data.GetProperty("pageViewsByPage"));
    }

    [Fact]
    public async Task GetSearch_TwoDays_AnswersTheirSum()
    {
        await PutDaysAsync();

        Json.Equal(
            $$"""
            {"data":{"totalSearches":[{"count":6}],"topQueries":[{"query":" चाय ","searches":2}],"topQueriesTotal":1,
            "zeroResultQueries":[{"query":" चाय ","searches":1}],"zeroResultQueriesTotal":1,{{Frame}} } }
            """,
            await GetAsync("search"));
    }

    [Fact]
    public async Task GetProductAndCart_TwoDays_AnswersTheirSum()
    {
        await PutDaysAsync();

        Json.Equal(
            $$"""
            {"data":{"cartActions":[{"eventType":"ORDER_PLACED","count":2}],
            "topProducts":[{"productId":"1001","name":null,"quantity":3}],"topProductsTotal":1,{{Frame}} } }
            """,
            await GetAsync("product-and-cart"));
    }

    [Fact]
    public async Task GetRevenueAndConversion_TwoDays_AnswersTheirSum()
    {
        await PutDaysAsync();

        Json.Equal(
            $$"""
            {"data":{"revenueStats":[{"orders":2,"revenue":1234567890123.45,"avgOrderValue":1234567890123.45}],
            "ordersOverTime":[{"date":"2026-03-09T23:00:00.000Z","orders":0},{"date":"2026-03-10T23:00:00.000Z","orders":2}],{{Frame}} } }
            """,
            await GetAsync("revenue-and-conversion"));
    }

    [Fact]
    public async Task GetUserBehaviorAndFunnel_TwoDays_AnswersTheirSum()
    {
        await PutDaysAsync();

        Json.Equal(
            $$"""
            {"data":{"funnel":[{"eventType":"SEARCH","uniqueUsersCount":2}],"funnelTotal":1,
            "devices":[{"device":null,"uniqueUsersCount":2},{"device":"tv","uniqueUsersCount":1}],"devicesTotal":2,{{Frame}} } }
            """,
            await GetAsync("user-behavior-and-funnel"));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Get_NothingKnownYet_AnswersEmpty(string route)
    {
        var data = (await _api.GetAsync($"/api/analytics/{route}?period=this_year")).GetProperty("data");

        Json.Equal("""{"completeThrough":null}""", data.GetProperty("freshness"));
        Assert.Equal("2025-12-31T23:00:00.000Z", data.GetProperty("start").GetString());
        Assert.Equal("2026-03-11T11:00:00.000Z", data.GetProperty("end").GetString());
        Assert.False(data.TryGetProperty("notes", out _));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Get_BadRange_NamesTheRule(string route)
    {
        await _api.RefusesAsync($"/api/analytics/{route}", "period: is required unless both from and to are given");
        await _api.RefusesAsync(
            $"/api/analytics/{route}?period=today&from=2026-03-01&to=2026-03-02", "period: must not be combined with from and to");
        await _api.RefusesAsync($"/api/analytics/{route}?from=2026-03-01", "to: is required when from is given");
        await _api.RefusesAsync($"/api/analytics/{route}?from=2026-03-02&to=2026-03-01", "from: must not be after to");
        await _api.RefusesAsync(
            $"/api/analytics/{route}?from=2010-01-01&to=2026-03-01", "from: must be at most 10 years before to, both included");
        await _api.RefusesAsync(
            $"/api/analytics/{route}?from=01/03/2026&to=2026-03-01", "from: must be a calendar day written yyyy-MM-dd (got 10 characters)");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task GetTraffic_BadLimit_NamesTheRule(string limit) =>
        await _api.RefusesAsync(
            $"/api/analytics/traffic?period=today&limit={limit}",
            $"limit: must be a whole number from 1 to 1,000 (got {Uri.UnescapeDataString(limit).Length} characters)");

    [Theory]
    [InlineData("-1")]
    [InlineData("1000001")]
    public async Task GetSearch_BadOffset_NamesTheRule(string offset) =>
        await _api.RefusesAsync(
            $"/api/analytics/search?period=today&offset={offset}",
            $"offset: must be a whole number from 0 to 1,000,000 (got {offset.Length} characters)");

    [Fact]
    public async Task GetTraffic_Offset_LeavesOutTheFirstPages()
    {
        await PutDaysAsync();

        var data = (await GetAsync("traffic", "&limit=5&offset=1")).GetProperty("data");

        Json.Equal("""[{"page":"/a","views":1}]""", data.GetProperty("pageViewsByPage"));
        Assert.Equal(2, data.GetProperty("pageViewsByPageTotal").GetInt32());
    }

    [Fact]
    public async Task Get_PeriodInOtherWriting_IsTheSame() => Assert.Equal(
        (await _api.GetAsync("/api/analytics/traffic?period=yesterday")).GetRawText(),
        (await _api.GetAsync("/api/analytics/traffic?period=%20Yesterday%20&from=%20")).GetRawText());

    [Fact]
    public async Task Get_RangeThatIsOver_EndsWithItsLastInstant() => Assert.Equal(
        "2026-03-10T22:59:59.999Z",
        (await _api.GetAsync("/api/analytics/traffic?period=yesterday")).GetProperty("data").GetProperty("end").GetString());

    [Fact]
    public async Task GetNow_Slices_AnswersTheLastMinutes()
    {
        await _api.PutAsync(
            BucketKey.Slice(_api.Time.GetUtcNow()),
            new() { Events = new(3, 0, 0, 0, Orders: 1), PageViews = KeyedCounts.Of([new("/é", 2)]), Users = UserSet.Of([1, 2]) });

        var data = (await _api.GetAsync("/api/analytics/now")).GetProperty("data");

        Assert.Equal(30, data.GetProperty("minutes").GetArrayLength());
        Json.Equal("""{"minute":"2026-03-11T11:00:00.000Z","events":3,"pageViews":2,"orders":1}""", data.GetProperty("minutes")[29]);
        Json.Equal("""[{"count":2}]""", data.GetProperty("activeUsers"));
        Json.Equal("""[{"page":"/é","views":2}]""", data.GetProperty("topPages"));
        Assert.Equal("2026-03-11T11:00:00.000Z", data.GetProperty("asOf").GetString());
    }

    [Fact]
    public async Task Get_RevisedAndTrimmed_SaysSo()
    {
        var many = KeyedCounts.Of([new("/a", 2), new("/b", 1)]);
        await _api.PutAsync(_api.Calendar.DayKey(Yesterday), new Rollup { PageViews = many }.Trim(1), _api.Time.GetUtcNow());

        var data = (await _api.GetAsync("/api/analytics/traffic?period=yesterday")).GetProperty("data");

        Assert.Equal("2026-03-11T11:00:00.000Z", data.GetProperty("freshness").GetProperty("revisedAt").GetString());
        Assert.StartsWith("pageViewsByPage:", data.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    private async Task PutDaysAsync()
    {
        await _api.PutAsync(_api.Calendar.DayKey(Yesterday), new()
        {
            Sessions = 2,
            Users = UserSet.Of([1, 2]),
            PageViews = KeyedCounts.Of([new("/é", 1), new("/a", 1)]),
            Events = new(6, Searches: 6, 0, 0, 0),
            Searches = KeyedCounts.Of([new(" चाय ", 2)]),
            ZeroResultSearches = KeyedCounts.Of([new(" चाय ", 1)]),
            Products = ProductTotals.Of([new("1001", new(3, null, default))]),
            UsersByType = KeyedUsers.Of([new("SEARCH", UserSet.Of([1, 2]))]),
            UsersByDevice = KeyedUsers.Of([new("", UserSet.Of([1, 2])), new("tv", UserSet.Of([2]))]),
            Days = DailySeries.Of(Yesterday, new(2, 0)),
        });
        await _api.PutAsync(_api.Calendar.DayKey(Yesterday.AddDays(1)), new()
        {
            Sessions = 3,
            Users = UserSet.Of([2, 3]),
            PageViews = KeyedCounts.Of([new("/é", 3)]),
            Events = new(2, 0, 0, 0, Orders: 2),
            Revenue = 1234567890123.450m,
            PricedOrders = 1,
            Days = DailySeries.Of(Yesterday.AddDays(1), new(3, 2)),
        });
        await _api.Progress.SetCompleteThroughAsync(
            "Europe/Berlin", _api.Time.GetUtcNow().AddMilliseconds(-9_750), TestContext.Current.CancellationToken);
    }

    private Task<JsonElement> GetAsync(string route, string more = "") =>
        _api.GetAsync($"/api/analytics/{route}?from=2026-03-10&to=2026-03-11{more}");
}
