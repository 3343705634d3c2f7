using System.Text.Json;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Tools.Bench;
using Pipeline.Tools.Bench.Scale.DuckDb;
using Pipeline.Tools.Kpis;
using Xunit;

namespace Pipeline.Tools.Tests.Bench.Scale.DuckDb;

/// <summary>The answers were worked out by hand, from the definitions of the numbers in the README.</summary>
public sealed class DuckDbReportsTests : IDisposable
{
    private static readonly DateOnly First = new(2025, 3, 30);
    private static readonly DateOnly Last = new(2025, 3, 31);

    private static readonly BenchEvent[] Shop =
    [
        // Starts on the day before, so that it is no session of the range.
        View("ann", "s1", "/home", "2025-03-29T23:59:59.999Z"),
        View("ann", "s1", "/home", "2025-03-30T00:00:00.000Z") with { Device = "mobile" },
        Of("ann", "s2", EventTypes.Search, "/search", "2025-03-30T10:00:00.000Z") with { Device = "mobile", Query = "tea", ResultCount = 3 },
        Of("ann", "s2", EventTypes.Search, "/search", "2025-03-30T10:01:00.000Z") with { Device = "mobile", Query = "teapto", ResultCount = 0 },
        Of("ann", "s2", EventTypes.Search, "/search", "2025-03-30T10:02:00.000Z") with { Device = "mobile" },
        Added("ann", "s2", "2025-03-30T10:03:00.000Z", new BenchProduct("1", "Old Kettle", 20, 2)),
        Added("bob", "s3", "2025-03-31T09:00:00.000Z", new BenchProduct("1", "Kettle", 21, 1)),
        Added("bob", "s3", "2025-03-31T09:00:01.000Z", new BenchProduct("2", "Cup", 5, 3)),
        Of("bob", "s3", EventTypes.RemoveFromCart, "/cart", "2025-03-31T09:01:00.000Z") with { Product = new BenchProduct("2", "Cup", 5, 3) },
        Of("bob", "s3", EventTypes.OrderPlaced, "/checkout", "2025-03-31T09:02:00.000Z") with { Amount = 21.25m },
        Of("bob", "s3", EventTypes.OrderPlaced, "/checkout", "2025-03-31T09:03:00.000Z") with { Amount = 10.25m },
        Of("bob", "s3", EventTypes.OrderPlaced, "/checkout", "2025-03-31T23:59:59.999Z"),
        // On the day after.
        Of("cyd", "s4", EventTypes.OrderPlaced, "/checkout", "2025-04-01T00:00:00.000Z") with { Amount = 1_000 },
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pipeline-duckdb-");

    [Fact]
    public void Compute_Traffic_CountsSessionsWhereTheyStart() => AssertAnswer(Reports.Traffic, """
        {
          "totalSessions":[{"count":2}],
          "activeUsers":[{"count":2}],
          "pageViewsByPage":[{"page":"/checkout","views":3},{"page":"/search","views":3},{"page":"/home","views":1}],
          "totalPageViews":[{"count":7}],
          "sessionsOverTime":[{"date":"2025-03-30T00:00:00.000Z","sessions":1},{"date":"2025-03-31T00:00:00.000Z","sessions":1}]
        }
        """);

    [Fact]
    public void Compute_Search_CountsASearchWithoutAQueryInTheTotalOnly() => AssertAnswer(Reports.Search, """
        {
          "totalSearches":[{"count":3}],
          "topQueries":[{"query":"tea","searches":1},{"query":"teapto","searches":1}],
          "zeroResultQueries":[{"query":"teapto","searches":1}]
        }
        """);

    [Fact]
    public void Compute_ProductAndCart_SumsWhatWasAddedUnderItsLatestName() => AssertAnswer(Reports.ProductAndCart, """
        {
          "cartActions":[{"eventType":"ADD_TO_CART","count":3},{"eventType":"ORDER_PLACED","count":3},{"eventType":"REMOVE_FROM_CART","count":1}],
          "topProducts":[{"productId":"1","name":"Kettle","quantity":3},{"productId":"2","name":"Cup","quantity":3}]
        }
        """);

    [Fact]
    public void Compute_Revenue_AveragesOverTheOrdersWithAnAmount() => AssertAnswer(Reports.Revenue, """
        {
          "revenueStats":[{"orders":3,"revenue":31.5,"avgOrderValue":15.75}],
          "ordersOverTime":[{"date":"2025-03-30T00:00:00.000Z","orders":0},{"date":"2025-03-31T00:00:00.000Z","orders":3}]
        }
        """);

    [Fact]
    public void Compute_Behavior_CountsUsersOnceEvenWithoutADevice() => AssertAnswer(Reports.Behavior, """
        {
          "funnel":[{"eventType":"ADD_TO_CART","uniqueUsersCount":2},{"eventType":"ORDER_PLACED","uniqueUsersCount":1},
            {"eventType":"PAGE_VIEW","uniqueUsersCount":1},{"eventType":"REMOVE_FROM_CART","uniqueUsersCount":1},
            {"eventType":"SEARCH","uniqueUsersCount":1}],
          "devices":[{"device":null,"uniqueUsersCount":2},{"device":"mobile","uniqueUsersCount":1}]
        }
        """);

    [Fact]
    public void Compute_DaysWithoutEvents_AreZeros()
    {
        using var reports = Write(Shop);

        var traffic = reports.Compute(Reports.Traffic, new DateOnly(2025, 5, 1), new DateOnly(2025, 5, 1)).Rows;
        var revenue = reports.Compute(Reports.Revenue, new DateOnly(2025, 5, 1), new DateOnly(2025, 5, 1)).Rows;

        Assert.Contains(new ReportRow("sessionsOverTime", "2025-05-01T00:00:00.000Z", "sessions", 0), traffic);
        Assert.Contains(new ReportRow("revenueStats", "", "avgOrderValue", 0), revenue);
    }

    [Fact]
    public void Compute_MorePagesThanAreListed_ListsTheMostViewedAndOfEqualsTheFirst()
    {
        BenchEvent[] views =
        [
            .. Enumerable.Range(0, 150).Select(page => View("ann", "s", $"/{page:000}", "2025-03-30T10:00:00.000Z")),
            View("ann", "s", "/149", "2025-03-30T10:00:01.000Z"),
        ];
        using var reports = Write(views);

        var pages = reports.Compute(Reports.Traffic, First, Last).Rows.Where(row => row.List == "pageViewsByPage").Select(row => row.Label);

        Assert.Equal(Enumerable.Range(0, 99).Append(149).Select(page => $"/{page:000}"), pages.Order(StringComparer.Ordinal));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static BenchEvent Of(string user, string session, string type, string page, string at) =>
        new(Guid.NewGuid(), user, session, type, page, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));

    private static BenchEvent View(string user, string session, string page, string at) => Of(user, session, EventTypes.PageView, page, at);

    private static BenchEvent Added(string user, string session, string at, BenchProduct product) =>
        Of(user, session, EventTypes.AddToCart, "/product", at) with { Product = product };

    private void AssertAnswer(string report, string expected)
    {
        using var reports = Write(Shop);
        var rows = reports.Compute(report, First, Last).Rows;
        var answer = ReportRow.Of(JsonElement.Parse(expected)).ToList();

        Assert.Equal(answer.Count, rows.Count);
        Assert.Null(ReportRow.DifferenceOf(answer, rows));
    }

    private DuckDbReports Write(IEnumerable<BenchEvent> events)
    {
        EventParquet.Write(events, _directory.FullName, TestContext.Current.CancellationToken);
        return new DuckDbReports(_directory.FullName);
    }
}
