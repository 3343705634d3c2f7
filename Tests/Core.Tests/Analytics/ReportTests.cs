using CsCheck;
using Pipeline.Core.Analytics;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.UserSets;
using Xunit;

namespace Pipeline.Core.Tests.Analytics;

public sealed class ReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 23, 0, 0, TimeSpan.Zero);
    private static readonly ListWindow Top10 = new(0, 10);
    private static readonly ReportingDay[] Days =
        [new(new(2026, 3, 11), Start), new(new(2026, 3, 12), Start.AddDays(1)), new(new(2026, 3, 13), Start.AddDays(2))];

    [Fact]
    public void Traffic_Sum_CountsSessionsUsersPagesAndDays()
    {
        var report = TrafficReport.Of(
            Sum(new()
            {
                Sessions = 5,
                Users = UserSet.Of([1, 2, 9]),
                PageViews = Counts(("/b", 2), ("/a", 2), ("/c", 7), ("/d", 1)),
                Days = DailySeries.Of(new(2026, 3, 11), new(3, 1)).Plus(DailySeries.Of(new(2026, 3, 13), new(2, 0))),
            }),
            new ListWindow(0, 3));

        Assert.Equal([new(5)], report.TotalSessions);
        Assert.Equal([new(3)], report.ActiveUsers);
        Assert.Equal([new("/c", 7), new("/a", 2), new("/b", 2)], report.PageViewsByPage);
        Assert.Equal(4, report.PageViewsByPageTotal);
        Assert.Equal([new(12)], report.TotalPageViews);
        Assert.Equal([new(Start, 3), new(Start.AddDays(1), 0), new(Start.AddDays(2), 2)], report.SessionsOverTime);
        Assert.Equal((Start, Start.AddDays(3)), (report.Start, report.End));
        Assert.Null(report.Notes);
    }

    [Fact]
    public void Traffic_AnyPagesAndLimit_ListsTheHeadOfTheSortedList() =>
        Gen.Select(Gen.Dictionary(Gen.String[Gen.Char["aAzé"], 1, 4], Gen.Long[1, 5])[0, 20], Gen.Int[1, 8]).Sample((views, limit) =>
            Assert.Equal(
                views
                    .OrderByDescending(page => page.Value)
                    .ThenBy(page => page.Key, StringComparer.Ordinal)
                    .Take(limit)
                    .Select(page => new TrafficReport.PageViews(page.Key, page.Value)),
                TrafficReport.Of(Sum(new() { PageViews = KeyedCounts.Of(views) }), new(0, limit)).PageViewsByPage));

    [Fact]
    public void Search_Sum_CountsSearchesWithAndWithoutText()
    {
        var report = SearchReport.Of(Sum(new()
        {
            Events = new(129, Searches: 30, 0, 0, 0),
            Searches = Counts([.. Enumerable.Range(1, 12).Select(i => ($"q{i:00}", (long)i))]),
            ZeroResultSearches = Counts(("  phone ", 2)),
        }), Top10);

        Assert.Equal([new(30)], report.TotalSearches);
        Assert.Equal((10, 12, 1), (report.TopQueries.Count, report.TopQueriesTotal, report.ZeroResultQueriesTotal));
        Assert.Equal(new("q12", 12), report.TopQueries[0]);
        Assert.Equal([new("  phone ", 2)], report.ZeroResultQueries);
    }

    [Fact]
    public void ProductAndCart_Sum_ListsOccurringActionsAndTopProducts()
    {
        var report = ProductAndCartReport.Of(Sum(new()
        {
            Events = new(17, 0, AddedToCart: 4, RemovedFromCart: 0, Orders: 4),
            Products = ProductTotals.Of(
            [
                new("7", new(2.50m, "Seven", Start)), new("10", new(2.5m, null, default)), new("8", new(30.0m, "Eight", Start)),
            ]),
        }), Top10);

        Assert.Equal([new("ADD_TO_CART", 4), new("ORDER_PLACED", 4)], report.CartActions);
        Assert.Equal([new("8", "Eight", 30), new("10", null, 2.5m), new("7", "Seven", 2.5m)], report.TopProducts);
        Assert.Equal("30", report.TopProducts[0].Quantity.ToString(null, null));
    }

    [Theory]
    [InlineData("10.00", 3, "10", "3.33")]
    [InlineData("0.01", 2, "0.01", "0.01")]
    [InlineData("-0.01", 2, "-0.01", "-0.01")]
    [InlineData("0.30", 1, "0.3", "0.30")]
    [InlineData("0", 0, "0", "0")]
    public void Revenue_Sum_IsExactAndItsMeanRoundedAwayFromZero(string revenue, long priced, string shown, string average)
    {
        var report = RevenueReport.Of(Sum(new()
        {
            Events = new(9, 0, 0, 0, Orders: 9), Revenue = decimal.Parse(revenue, null), PricedOrders = priced,
            Days = DailySeries.Of(new(2026, 3, 12), new(0, 9)),
        }));

        var stats = Assert.Single(report.RevenueStats);
        Assert.Equal((9, shown, decimal.Parse(average, null)), (stats.Orders, stats.Revenue.ToString(null, null), stats.AvgOrderValue));
        Assert.Equal([new(Start, 0), new(Start.AddDays(1), 9), new(Start.AddDays(2), 0)], report.OrdersOverTime);
    }

    [Fact]
    public void Behavior_Sum_OrdersByUsersThenKeyAndNamesNoDeviceNull()
    {
        var report = BehaviorReport.Of(Sum(new()
        {
            UsersByType = Users(("SEARCH", 2), ("CUSTOM_9", 2), ("PAGE_VIEW", 3)),
            UsersByDevice = Users(("", 2), ("desktop", 1), ("mobile", 3)),
        }), Top10);

        Assert.Equal([new("PAGE_VIEW", 3), new("CUSTOM_9", 2), new("SEARCH", 2)], report.Funnel);
        Assert.Equal([new("mobile", 3), new(null, 2), new("desktop", 1)], report.Devices);
    }

    [Fact]
    public void Lists_PartByPart_AreTheWholeList()
    {
        var sum = Sum(new() { Searches = Counts([.. Enumerable.Range(1, 12).Select(i => ($"q{i:00}", (long)(i % 4)))]) });

        var whole = SearchReport.Of(sum, new(0, 100)).TopQueries;

        Assert.Equal(12, whole.Count);
        Assert.Equal(whole, [.. from offset in new[] { 0, 5, 10, 15 } from query in SearchReport.Of(sum, new(offset, 5)).TopQueries select query]);
    }

    [Fact]
    public void Behavior_ManyTypes_CutsAllButTheStepsToAnOrder()
    {
        var sum = Sum(new()
        {
            UsersByType = Users(
                [.. Enumerable.Range(0, 200).Select(i => ($"CUSTOM_{i}", 9)), ("ORDER_PLACED", 1), ("SEARCH", 3), ("PAGE_VIEW", 20)]),
        });

        var report = BehaviorReport.Of(sum, new(0, 5));

        Assert.Equal(203, report.FunnelTotal);
        Assert.Equal(
            ["PAGE_VIEW", "CUSTOM_0", "CUSTOM_1", "CUSTOM_10", "CUSTOM_100", "SEARCH", "ORDER_PLACED"],
            report.Funnel.Select(type => type.EventType));
        Assert.Equal(
            203, Enumerable.Range(0, 41).SelectMany(part => BehaviorReport.Of(sum, new(5 * part, 5)).Funnel).Select(type => type.EventType).Distinct().Count());
        Assert.Equal(203, Enumerable.Range(0, 41).Sum(part => BehaviorReport.Of(sum, new(5 * part, 5)).Funnel.Count));
    }

    [Fact]
    public void Reports_TrimmedLists_NameThem()
    {
        var sum = Sum(new Rollup
        {
            PageViews = Counts(("/a", 2), ("/b", 1)),
            Searches = Counts(("a", 2), ("b", 1)),
            Products = ProductTotals.Of([new("1", new(2, null, default)), new("2", new(1, null, default))]),
            UsersByType = Users(("A", 2), ("B", 1)),
            UsersByDevice = Users(("x", 2)),
        }.Trim(1));

        Assert.Equal(["pageViewsByPage"], Named(TrafficReport.Of(sum, Top10)));
        Assert.Equal(["topQueries"], Named(SearchReport.Of(sum, Top10)));
        Assert.Equal(["topProducts"], Named(ProductAndCartReport.Of(sum, Top10)));
        // Counts and money are never trimmed.
        Assert.Null(RevenueReport.Of(sum).Notes);
        Assert.Equal(["funnel"], Named(BehaviorReport.Of(sum, Top10)));
    }

    private static IEnumerable<string> Named(RangeReport report) => Assert.IsType<string[]>(report.Notes).Select(note => note.Split(':')[0]);

    private static RangeSum Sum(Rollup rollup) => new(rollup, Start, Start.AddDays(3), Days, new(null, null));

    private static KeyedCounts Counts(params (string Key, long Count)[] counts) =>
        KeyedCounts.Of(counts.Select(entry => KeyValuePair.Create(entry.Key, entry.Count)));

    private static KeyedUsers Users(params (string Key, int Count)[] users) =>
        KeyedUsers.Of(users.Select(entry => KeyValuePair.Create(entry.Key, UserSet.Of(Enumerable.Range(0, entry.Count)))));
}
