namespace Pipeline.Core.Ingestion.Events;

/// <summary>The event types that feed KPIs. Any other type is stored and counted in the funnel as well.</summary>
public static class EventTypes
{
    public const string PageView = "PAGE_VIEW";
    public const string Search = "SEARCH";
    public const string AddToCart = "ADD_TO_CART";
    public const string RemoveFromCart = "REMOVE_FROM_CART";
    public const string OrderPlaced = "ORDER_PLACED";
    public const string ScrollDepth = "SCROLL_DEPTH";

    /// <summary>The steps to an order, in their order. Reports have them however rare they are.</summary>
    public static readonly IReadOnlyList<string> Funnel = [Search, PageView, AddToCart, OrderPlaced];
}
