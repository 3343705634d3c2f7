using System.Buffers;
using System.Text.Json;
using Pipeline.Tools.Demo;
using Pipeline.Tools.Sending;

namespace Pipeline.EndToEnd.Support;

/// <summary>Made-up events with the totals that the pipeline must come to, counted the plain way.</summary>
internal sealed class Shop
{
    private readonly List<ShopEvent> _events;
    private readonly List<JsonElement> _parsed;

    public Shop(int days, int visitsPerDay)
    {
        var until = new DateTimeOffset(2025, 3, 31, 0, 0, 0, TimeSpan.Zero);
        _events = [.. new ShopTraffic(new ShopTrafficOptions(Seed: 7, until, days + 1, Shoppers: 900, visitsPerDay)).Events()];
        _parsed = [.. _events.Select(shopEvent => JsonSerializer.Deserialize<JsonElement>(shopEvent.Json.Span))];
    }

    public int Count => _events.Count;

    public string From => $"{_events.Min(shopEvent => shopEvent.Timestamp):yyyy-MM-dd}";

    public string To => $"{_events.Max(shopEvent => shopEvent.Timestamp):yyyy-MM-dd}";

    public IEnumerable<EventBatch> Batches(int size) => _events.Chunk(size).Select(chunk =>
    {
        var batch = new EventBatch("shop");
        foreach (var (index, shopEvent) in chunk.Index())
        {
            batch.Add(index, new ReadOnlySequence<byte>(shopEvent.Json));
        }

        return batch;
    });

    /// <summary>The totals, a line each.</summary>
    public IReadOnlyList<string> Totals()
    {
        var orders = _parsed.Where(shopEvent => Text(shopEvent, "eventType") == "ORDER_PLACED").ToList();
        return
        [
            $"sessions {_parsed.Select(shopEvent => Text(shopEvent, "sessionId")).Distinct().Count()}",
            $"users {_parsed.Select(shopEvent => Text(shopEvent, "userId")).Distinct().Count()}",
            $"searches {_parsed.Count(shopEvent => Text(shopEvent, "eventType") == "SEARCH")}",
            $"orders {orders.Count}",
            $"revenue {orders.Sum(order => order.GetProperty("metadata").GetProperty("amount").GetDecimal()):0.00}",
            .. _parsed
                .Where(shopEvent => Text(shopEvent, "eventType") is "PAGE_VIEW" or "SEARCH" or "ORDER_PLACED")
                .CountBy(shopEvent => Text(shopEvent, "page"))
                .Select(page => $"views {page.Key} {page.Value}")
                .Order(StringComparer.Ordinal),
            .. _parsed
                .GroupBy(shopEvent => Text(shopEvent, "eventType"))
                .Select(type => $"users of {type.Key} {type.Select(shopEvent => Text(shopEvent, "userId")).Distinct().Count()}")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The same lines from the pipeline's answers.</summary>
    public static IReadOnlyList<string> Totals(KpiGroups groups)
    {
        var stats = groups.Revenue.GetProperty("revenueStats")[0];
        return
        [
            $"sessions {groups.Traffic.GetProperty("totalSessions")[0].GetProperty("count")}",
            $"users {groups.Traffic.GetProperty("activeUsers")[0].GetProperty("count")}",
            $"searches {groups.Search.GetProperty("totalSearches")[0].GetProperty("count")}",
            $"orders {stats.GetProperty("orders")}",
            $"revenue {stats.GetProperty("revenue").GetDecimal():0.00}",
            .. groups.Traffic.GetProperty("pageViewsByPage").EnumerateArray()
                .Select(page => $"views {Text(page, "page")} {page.GetProperty("views")}")
                .Order(StringComparer.Ordinal),
            .. groups.Behavior.GetProperty("funnel").EnumerateArray()
                .Select(type => $"users of {Text(type, "eventType")} {type.GetProperty("uniqueUsersCount")}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
