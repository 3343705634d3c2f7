using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Pipeline.EndToEnd.Support;

/// <summary>One file of answers that an independent program has computed, compared with what the pipeline says.</summary>
internal static class WorkedAnswers
{
    public static IReadOnlyList<string> Files { get; } = ["shop.ndjson.gz", "multicategory.ndjson.gz"];

    public static void SkipWithoutData() => Assert.SkipUnless(
        Directory.Exists(Repository.SharedData),
        "The event files are not in the repository; put them into ../shared/data beside it to run this test.");

    /// <summary>Compares the numbers of every range that has an answer file for this zone; returns them by file.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AssertZoneAsync(
        TestServer server, string zone, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, string>();
        var suffix = $".{zone.Replace('/', '_')}.json";
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Repository.SharedData, "expected"), $"*{suffix}"))
        {
            var range = Path.GetFileName(path).Split('.', 2)[1].Split(suffix)[0].Split("..");
            var groups = await KpiGroups.ReadAsync(server, range[0], range[^1], cancellationToken);
            AssertEqual(path, TimeZoneInfo.FindSystemTimeZoneById(zone), groups);
            numbers[Path.GetFileName(path)] = groups.Numbers();
        }

        Assert.NotEmpty(numbers);
        return numbers;
    }

    /// <param name="path">A file named <c>FILE.RANGE.ZONE.json</c>.</param>
    /// <param name="zone">The reporting zone.</param>
    /// <param name="actual">The pipeline's answers for the same range and zone.</param>
    private static void AssertEqual(string path, TimeZoneInfo zone, KpiGroups actual)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var expected = document.RootElement;
        Assert.Equal(Lines(expected), Lines(actual, zone));

        var views = actual.Traffic.GetProperty("pageViewsByPage").EnumerateArray().Select(page => page.GetProperty("views").GetInt64()).ToList();
        var pages = expected.GetProperty("traffic").GetProperty("pages").GetInt32();
        // The API lists at most 1,000 pages.
        Assert.Equal(Math.Min(1_000, pages), views.Count);
        if (pages <= 1_000)
        {
            Assert.Equal(expected.GetProperty("traffic").GetProperty("pageViewsTotal").GetInt64(), views.Sum());
        }
    }

    private static List<string> Lines(JsonElement expected)
    {
        var traffic = expected.GetProperty("traffic");
        var search = expected.GetProperty("search");
        var cart = expected.GetProperty("productAndCart");
        var revenue = expected.GetProperty("revenue");
        var behavior = expected.GetProperty("behavior");
        return
        [
            $"totalSessions {traffic.GetProperty("totalSessions")}",
            $"activeUsers {traffic.GetProperty("activeUsers")}",
            .. Pairs(traffic, "pageViewsByPage"),
            .. Pairs(traffic, "sessionsOverTime"),
            $"totalSearches {search.GetProperty("totalSearches")}",
            .. Pairs(search, "topQueries"),
            .. Pairs(search, "zeroResultQueries"),
            .. cart.GetProperty("cartActions").EnumerateObject()
                .OrderBy(action => action.Name, StringComparer.Ordinal).Select(action => $"cartActions {action.Name} {action.Value}"),
            .. Pairs(cart, "topProducts"),
            $"orders {revenue.GetProperty("orders")}",
            $"revenue {Decimal(revenue.GetProperty("revenue"))}",
            $"avgOrderValue {Decimal(revenue.GetProperty("avgOrderValue"))}",
            .. Pairs(revenue, "ordersOverTime"),
            .. Pairs(behavior, "funnel"),
            .. Pairs(behavior, "devices"),
        ];
    }

    private static List<string> Lines(KpiGroups actual, TimeZoneInfo zone)
    {
        var stats = actual.Revenue.GetProperty("revenueStats")[0];
        return
        [
            $"totalSessions {actual.Traffic.GetProperty("totalSessions")[0].GetProperty("count")}",
            $"activeUsers {actual.Traffic.GetProperty("activeUsers")[0].GetProperty("count")}",
            .. Rows(actual.Traffic, "pageViewsByPage", "page", "views").Take(20),
            .. Days(actual.Traffic, "sessionsOverTime", "sessions", zone),
            $"totalSearches {actual.Search.GetProperty("totalSearches")[0].GetProperty("count")}",
            .. Rows(actual.Search, "topQueries", "query", "searches"),
            .. Rows(actual.Search, "zeroResultQueries", "query", "searches"),
            .. Rows(actual.Cart, "cartActions", "eventType", "count").Order(StringComparer.Ordinal),
            .. Rows(actual.Cart, "topProducts", "productId", "quantity"),
            $"orders {stats.GetProperty("orders")}",
            $"revenue {Decimal(stats.GetProperty("revenue"))}",
            $"avgOrderValue {Decimal(stats.GetProperty("avgOrderValue"))}",
            .. Days(actual.Revenue, "ordersOverTime", "orders", zone),
            .. Rows(actual.Behavior, "funnel", "eventType", "uniqueUsersCount"),
            .. Rows(actual.Behavior, "devices", "device", "uniqueUsersCount"),
        ];
    }

    private static IEnumerable<string> Pairs(JsonElement group, string list) => group.GetProperty(list).EnumerateArray()
        .Select(pair => $"{list} {Text(pair[0])} {Decimal(pair[1])}");

    private static IEnumerable<string> Rows(JsonElement group, string list, string key, string value) => group.GetProperty(list)
        .EnumerateArray().Select(row => $"{list} {Text(row.GetProperty(key))} {Decimal(row.GetProperty(value))}");

    private static IEnumerable<string> Days(JsonElement group, string list, string value, TimeZoneInfo zone) => group.GetProperty(list)
        .EnumerateArray().Select(row =>
        {
            var start = TimeZoneInfo.ConvertTime(row.GetProperty("date").GetDateTimeOffset(), zone);
            Assert.Equal(TimeSpan.Zero, start.TimeOfDay);
            return $"{list} {start:yyyy-MM-dd} {Decimal(row.GetProperty(value))}";
        });

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "(null)" : value.GetString()!;

    private static string Decimal(JsonElement value) => value.GetDecimal().ToString("0.######", CultureInfo.InvariantCulture);
}
