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

    [Fact]
    public async Task GetTraffic_Offset_LeavesOutTheFirstPages()
    {
        await PutDaysAsync();

        var data = (await GetAsync("traffic", "&limit=5&offset=1")).GetProperty("data");

        Json.Equal("""[{"page":"/a","views":1}]""", data.GetProperty("pageViewsByPage"));
        Assert.Equal(2, data.GetProperty("pageViewsByPageTotal").GetInt32());
    }

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
