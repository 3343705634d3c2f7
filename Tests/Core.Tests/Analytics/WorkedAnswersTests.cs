using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Analytics;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Analytics;

/// <summary>The five reports of real and made events equal the answers of an independent program.</summary>
public sealed class WorkedAnswersTests
{
    private const string Absent = "no worked answers at ../shared/data beside the repository";

    public static TheoryData<string> Names => new(WorkedAnswers.Names is { Count: > 0 } names ? names : [Absent]);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reports_WorkedAnswer_AreEqualToIt(string name)
    {
        Assert.SkipWhen(name == Absent, Absent);
        var (file, days, zone) = Split(name);
        var calendar = new ReportingCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var events = WorkedAnswers.Events(file);
        var store = await WorkedAnswers.StoreAsync(events, calendar);
        using var reader = new RollupReader(
            store,
            new InMemoryRollupProgress(),
            new(store),
            calendar,
            new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.True(ReportingRangeParser.TryParseDays(days[0], days[^1], out var range, out _));

        var sum = await reader.ReadAsync(range.Value, RollupPart.All, TestContext.Current.CancellationToken);

        var answer = WorkedAnswers.Answer(name);
        var traffic = TrafficReport.Of(sum, new(0, ListWindow.MaxLimit));
        Same(answer, "traffic.totalSessions", traffic.TotalSessions[0].Count);
        Same(answer, "traffic.activeUsers", traffic.ActiveUsers[0].Count);
        Same(answer, "traffic.pageViewsTotal", sum.Rollup.PageViews.Total);
        Same(answer, "traffic.pages", sum.Rollup.PageViews.Counts.Count);
        Same(answer, "traffic.pageViewsByPage", traffic.PageViewsByPage.Take(20).Select(page => (page.Page, page.Views)));
        Same(answer, "traffic.sessionsOverTime", traffic.SessionsOverTime.Select(day => (Day(day.Date), day.Sessions)));

        var search = SearchReport.Of(sum, new(0, SearchReport.DefaultQueries));
        Same(answer, "search.totalSearches", search.TotalSearches[0].Count);
        Same(answer, "search.topQueries", search.TopQueries.Select(query => (query.Query, query.Searches)));
        Same(answer, "search.zeroResultQueries", search.ZeroResultQueries.Select(query => (query.Query, query.Searches)));

        var products = ProductAndCartReport.Of(sum, new(0, ProductAndCartReport.DefaultProducts));
        Same(answer, "productAndCart.cartActions", products.CartActions.ToDictionary(action => action.EventType, action => action.Count));
        Same(answer, "productAndCart.topProducts", products.TopProducts.Select(product => (product.ProductId, product.Quantity)));

        var revenue = RevenueReport.Of(sum);
        Same(answer, "revenue.orders", revenue.RevenueStats[0].Orders);
        Same(answer, "revenue.revenue", revenue.RevenueStats[0].Revenue);
        Same(answer, "revenue.avgOrderValue", revenue.RevenueStats[0].AvgOrderValue);
        Same(answer, "revenue.ordersOverTime", revenue.OrdersOverTime.Select(day => (Day(day.Date), day.Orders)));

        var behavior = BehaviorReport.Of(sum, new(0, BehaviorReport.DefaultKeys));
        Same(answer, "behavior.funnel", behavior.Funnel.Select(type => (type.EventType, type.UniqueUsersCount)));
        Same(answer, "behavior.devices", behavior.Devices.Select(device => (device.Device, device.UniqueUsersCount)));

        string Day(DateTimeOffset start) => $"{calendar.DayOf(start):yyyy-MM-dd}";
    }

    private static (string File, string[] Days, string Zone) Split(string name)
    {
        var (file, zone) = (name.IndexOf('.', StringComparison.Ordinal), name.LastIndexOf('.'));
        return (name[..file], name[(file + 1)..zone].Split(".."), name[(zone + 1)..].Replace('_', '/'));
    }

    private static void Same<TKey, TValue>(JsonElement answer, string path, IEnumerable<(TKey, TValue)> pairs) =>
        Same(answer, path, pairs.Select(pair => new object?[] { pair.Item1, pair.Item2 }));

    private static void Same(JsonElement answer, string path, object value)
    {
        var expected = path.Split('.').Aggregate(answer, (json, name) => json.GetProperty(name));
        var actual = JsonSerializer.SerializeToElement(value);
        Assert.True(JsonElement.DeepEquals(expected, actual), $"{path}: expected {expected}, got {actual}");
    }
}
