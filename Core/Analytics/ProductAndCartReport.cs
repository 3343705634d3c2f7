using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Analytics;

/// <summary>What happened to carts.</summary>
public sealed record ProductAndCartReport : RangeReport
{
    private const int TopCount = 10;

    private ProductAndCartReport(RangeSum sum)
        : base(
            sum,
            TrimNote(sum.Rollup.EventsByType.Exact, "cartActions"),
            TrimNote(sum.Rollup.Products.Exact, "topProducts"))
    {
    }

    /// <summary>Those of the three cart actions that occur, most first, then by type.</summary>
    public required IReadOnlyList<ActionCount> CartActions { get; init; }

    /// <summary>The ten products of which most were added to carts, then by id.</summary>
    public required IReadOnlyList<ProductQuantity> TopProducts { get; init; }

    public static ProductAndCartReport Of(RangeSum sum) => new(sum)
    {
        CartActions = [..
            from type in new[] { EventTypes.AddToCart, EventTypes.RemoveFromCart, EventTypes.OrderPlaced }
            let count = sum.Rollup.EventsByType[type]
            where count > 0
            orderby count descending, type
            select new ActionCount(type, count)],
        TopProducts = [.. Ranking.Top(sum.Rollup.Products.Products, TopCount, product => product.Quantity)
            .Select(product => new ProductQuantity(
                product.Key, product.Value.Name, ExactNumber.WithoutTrailingZeros(product.Value.Quantity)))],
    };

    public sealed record ActionCount(string EventType, long Count);

    /// <param name="ProductId">Id as text.</param>
    /// <param name="Name">Its latest name; null when it never had one.</param>
    /// <param name="Quantity">Σ of the quantities added to carts.</param>
    public sealed record ProductQuantity(string ProductId, string? Name, decimal Quantity);
}
