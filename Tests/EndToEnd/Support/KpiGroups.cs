using System.Text.Json;

namespace Pipeline.EndToEnd.Support;

/// <summary>All five KPI groups of a range, as the API answers.</summary>
internal sealed record KpiGroups(
    JsonElement Traffic, JsonElement Search, JsonElement Cart, JsonElement Revenue, JsonElement Behavior)
{
    public static async Task<KpiGroups> ReadAsync(
        TestServer server, string from, string to, CancellationToken cancellationToken)
    {
        Task<JsonElement> Get(string group, string more = "") =>
            server.Client.GetAsync($"/api/analytics/{group}?from={from}&to={to}{more}", cancellationToken);
        return new KpiGroups(
            await Get("traffic", "&limit=1000"),
            await Get("search"),
            await Get("product-and-cart"),
            await Get("revenue-and-conversion"),
            await Get("user-behavior-and-funnel"));
    }

    /// <summary>Every number and every list as one text; how fresh they are is left out.</summary>
    public string Numbers() => string.Join('\n', new[] { Traffic, Search, Cart, Revenue, Behavior }
        .SelectMany(group => group.EnumerateObject())
        .Where(property => property.Name != "freshness")
        .Select(property => $"{property.Name} {property.Value.GetRawText()}"));
}
