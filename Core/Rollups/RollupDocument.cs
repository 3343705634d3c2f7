using System.Text.Json.Serialization;

namespace Pipeline.Core.Rollups;

/// <summary>
/// A rollup as it is stored. Maps are pairs of lists in ordinal order of their keys, so that equal rollups have equal bytes; user
/// sets are base64.
/// </summary>
internal sealed record RollupDocument(
    [property: JsonPropertyName("v")] int Version,
    [property: JsonPropertyName("types")] RollupDocument.Counts EventsByType,
    [property: JsonPropertyName("sessions")] long Sessions,
    [property: JsonPropertyName("pages")] RollupDocument.Counts PageViews,
    [property: JsonPropertyName("searches")] RollupDocument.Counts Searches,
    [property: JsonPropertyName("zeroResults")] RollupDocument.Counts ZeroResultSearches,
    [property: JsonPropertyName("products")] RollupDocument.Totals Products,
    [property: JsonPropertyName("revenue")] decimal Revenue,
    [property: JsonPropertyName("priced")] long PricedOrders,
    [property: JsonPropertyName("users")] byte[] Users,
    [property: JsonPropertyName("usersByType")] RollupDocument.Sets UsersByType,
    [property: JsonPropertyName("usersByDevice")] RollupDocument.Sets UsersByDevice,
    [property: JsonPropertyName("days")] IReadOnlyList<RollupDocument.Day> Days)
{
    internal sealed record Counts(
        [property: JsonPropertyName("k")] IReadOnlyList<string> Keys,
        [property: JsonPropertyName("n")] IReadOnlyList<long> Numbers,
        [property: JsonPropertyName("other")] long Other,
        [property: JsonPropertyName("exact")] bool Exact);

    internal sealed record Totals(
        [property: JsonPropertyName("k")] IReadOnlyList<string> Keys,
        [property: JsonPropertyName("q")] IReadOnlyList<decimal> Quantities,
        [property: JsonPropertyName("names")] IReadOnlyList<string?> Names,
        [property: JsonPropertyName("at")] IReadOnlyList<long> NamedAtTicks,
        [property: JsonPropertyName("exact")] bool Exact);

    internal sealed record Sets(
        [property: JsonPropertyName("k")] IReadOnlyList<string> Keys,
        [property: JsonPropertyName("u")] IReadOnlyList<byte[]> Users,
        [property: JsonPropertyName("exact")] bool Exact);

    internal sealed record Day(
        [property: JsonPropertyName("d")] DateOnly Date,
        [property: JsonPropertyName("s")] long Sessions,
        [property: JsonPropertyName("o")] long Orders);
}
