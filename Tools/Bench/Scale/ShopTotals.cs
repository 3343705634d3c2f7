using System.Text.Json;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Tools.Client;
using Pipeline.Tools.Kpis;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>The numbers on which the generator and the API must agree.</summary>
/// <param name="Sessions">Sessions.</param>
/// <param name="Users">Distinct users.</param>
/// <param name="Views">Views of the <see cref="Pages"/> most viewed pages.</param>
/// <param name="Searches">Searches.</param>
/// <param name="AddedToCart">Times that a product was put into a cart.</param>
/// <param name="Orders">Orders.</param>
/// <param name="Revenue">Sum of the orders' amounts.</param>
internal sealed record ShopTotals(
    long Sessions, long Users, long Views, long Searches, long AddedToCart, long Orders, decimal Revenue)
{
    /// <summary>The API lists no more.</summary>
    public const int Pages = 1_000;

    /// <summary>What the API answers for a range of days.</summary>
    public static async Task<ShopTotals> ReadAsync(
        PipelineClient client, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var traffic = await client.GetAsync($"{Reports.Path(Reports.Traffic, from, to)}&limit={Pages}", cancellationToken);
        var search = await client.GetAnalyticsAsync(Reports.Search, from, to, cancellationToken);
        var cart = await client.GetAnalyticsAsync(Reports.ProductAndCart, from, to, cancellationToken);
        var revenue = await client.GetAnalyticsAsync(Reports.Revenue, from, to, cancellationToken);
        var stats = revenue.GetProperty("revenueStats")[0];
        return new ShopTotals(
            Count(traffic, "totalSessions"),
            Count(traffic, "activeUsers"),
            Rows(traffic, "pageViewsByPage").Sum(page => page.GetProperty("views").GetInt64()),
            Count(search, "totalSearches"),
            Rows(cart, "cartActions")
                .Where(action => action.GetProperty("eventType").GetString() == EventTypes.AddToCart)
                .Sum(action => action.GetProperty("count").GetInt64()),
            stats.GetProperty("orders").GetInt64(),
            stats.GetProperty("revenue").GetDecimal());
    }

    private static long Count(JsonElement report, string list) => report.GetProperty(list)[0].GetProperty("count").GetInt64();

    private static JsonElement.ArrayEnumerator Rows(JsonElement report, string list) => report.GetProperty(list).EnumerateArray();
}
