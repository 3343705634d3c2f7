using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>What happened to carts.</summary>
public sealed record ProductAndCartReport : RangeReport
{
    public const int DefaultProducts = 10;

    /// <summary>What the report reads.</summary>
    public static readonly IReadOnlyList<RollupPart> Parts = [RollupPart.Products];

    private ProductAndCartReport(RangeSum sum)
        : base(sum, TrimNote(sum.Rollup.Products.Exact, "topProducts"))
    {
    }

    /// <summary>Those of the three cart actions that occur, most first, then by type.</summary>
    public required IReadOnlyList<ActionCount> CartActions { get; init; }

    /// <summary>The products of which most were added to carts, then by id.</summary>
    public required IReadOnlyList<ProductQuantity> TopProducts { get; init; }

    /// <summary>How many different products were added to carts.</summary>
    public required int TopProductsTotal { get; init; }

    public static ProductAndCartReport Of(RangeSum sum, ListWindow products) => new(sum)
    {
        CartActions = [..
            from action in Actions(sum.Rollup.Events)
            where action.Count > 0
            orderby action.Count descending, action.EventType
            select action],
        TopProducts = [.. Ranking.Top(sum.Rollup.Products.Products, products, product => product.Quantity)
            .Select(product => new ProductQuantity(
                product.Key, product.Value.Name, ExactNumber.WithoutTrailingZeros(product.Value.Quantity)))],
        TopProductsTotal = sum.Rollup.Products.Products.Count,
    };

    private static ActionCount[] Actions(EventCounts events) =>
    [
        new(EventTypes.AddToCart, events.AddedToCart),
        new(EventTypes.RemoveFromCart, events.RemovedFromCart),
        new(EventTypes.OrderPlaced, events.Orders),
    ];

    public sealed record ActionCount(string EventType, long Count);

    /// <param name="ProductId">Id as text.</param>
    /// <param name="Name">Its latest name; null when it never had one.</param>
    /// <param name="Quantity">Σ of the quantities added to carts.</param>
    public sealed record ProductQuantity(string ProductId, string? Name, decimal Quantity);
}
