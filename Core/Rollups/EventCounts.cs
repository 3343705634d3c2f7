using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Rollups;

/// <summary>Numbers of events: of all, and of the types that reports count. Always exact.</summary>
/// <param name="Total">Events of any type.</param>
/// <param name="Searches">SEARCH.</param>
/// <param name="AddedToCart">ADD_TO_CART.</param>
/// <param name="RemovedFromCart">REMOVE_FROM_CART.</param>
/// <param name="Orders">ORDER_PLACED.</param>
public readonly record struct EventCounts(long Total, long Searches, long AddedToCart, long RemovedFromCart, long Orders)
{
    public EventCounts Plus(EventCounts other) => new(
        Total + other.Total,
        Searches + other.Searches,
        AddedToCart + other.AddedToCart,
        RemovedFromCart + other.RemovedFromCart,
        Orders + other.Orders);

    /// <summary>Counts one more event.</summary>
    internal EventCounts With(string eventType) => eventType switch
    {
        EventTypes.Search => this with { Total = Total + 1, Searches = Searches + 1 },
        EventTypes.AddToCart => this with { Total = Total + 1, AddedToCart = AddedToCart + 1 },
        EventTypes.RemoveFromCart => this with { Total = Total + 1, RemovedFromCart = RemovedFromCart + 1 },
        EventTypes.OrderPlaced => this with { Total = Total + 1, Orders = Orders + 1 },
        _ => this with { Total = Total + 1 },
    };
}
