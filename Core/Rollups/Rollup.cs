using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Rollups.UserSets;

namespace Pipeline.Core.Rollups;

/// <summary>
/// What is known about a stretch of time. Rollups of disjoint events add up with <see cref="Plus"/>, which is associative and
/// commutative and has <see cref="Empty"/> as its neutral element: a day is the sum of its hours, a period the sum of its days.
/// Instances are never changed once made.
/// </summary>
public sealed class Rollup
{
    public static readonly Rollup Empty = new();

    /// <summary>Numbers of events.</summary>
    public EventCounts Events { get; init; }

    /// <summary>Sessions that start here.</summary>
    public long Sessions { get; init; }

    /// <summary>PAGE_VIEW + SEARCH + ORDER_PLACED by page.</summary>
    public KeyedCounts PageViews { get; init; } = KeyedCounts.Empty;

    /// <summary>SEARCH by query text as sent.</summary>
    public KeyedCounts Searches { get; init; } = KeyedCounts.Empty;

    /// <summary>SEARCH with <c>resultCount</c> = 0 by query text.</summary>
    public KeyedCounts ZeroResultSearches { get; init; } = KeyedCounts.Empty;

    /// <summary>What was added to carts, by product id.</summary>
    public ProductTotals Products { get; init; } = ProductTotals.Empty;

    /// <summary>Σ of the numeric amounts of ORDER_PLACED.</summary>
    public decimal Revenue { get; init; }

    /// <summary>ORDER_PLACED events that have a numeric amount.</summary>
    public long PricedOrders { get; init; }

    /// <summary>Distinct users with any event.</summary>
    public UserSet Users { get; init; } = UserSet.Empty;

    /// <summary>Distinct users by event type.</summary>
    public KeyedUsers UsersByType { get; init; } = KeyedUsers.Empty;

    /// <summary>Distinct users by device; the empty key stands for no device.</summary>
    public KeyedUsers UsersByDevice { get; init; } = KeyedUsers.Empty;

    /// <summary>Sessions and orders by calendar day; only day rollups and sums of them have any.</summary>
    public DailySeries Days { get; init; } = DailySeries.Empty;

    public Rollup Plus(Rollup other) => Sum([this, other]);

    /// <summary>The sum of all parts in any order; never trims.</summary>
    public static Rollup Sum(IReadOnlyCollection<Rollup> parts) => parts.Count switch
    {
        0 => Empty,
        1 => parts.First(),
        _ => new Rollup
        {
            Events = parts.Aggregate(default(EventCounts), (sum, part) => sum.Plus(part.Events)),
            Sessions = parts.Sum(part => part.Sessions),
            PageViews = KeyedCounts.Sum([.. parts.Select(part => part.PageViews)]),
            Searches = KeyedCounts.Sum([.. parts.Select(part => part.Searches)]),
            ZeroResultSearches = KeyedCounts.Sum([.. parts.Select(part => part.ZeroResultSearches)]),
            Products = ProductTotals.Sum([.. parts.Select(part => part.Products)]),
            Revenue = parts.Sum(part => part.Revenue),
            PricedOrders = parts.Sum(part => part.PricedOrders),
            Users = UserSet.UnionOf(parts.Select(part => part.Users)),
            UsersByType = KeyedUsers.Sum([.. parts.Select(part => part.UsersByType)]),
            UsersByDevice = KeyedUsers.Sum([.. parts.Select(part => part.UsersByDevice)]),
            Days = DailySeries.Sum(parts.Select(part => part.Days)),
        },
    };

    /// <summary>
    /// Bounds every map to its <paramref name="maxKeys"/> largest keys and flags those that lost some. Done when a bucket is stored,
    /// never while adding up: a sum of trimmed parts depends on where the cuts were.
    /// </summary>
    public Rollup Trim(int maxKeys) => new()
    {
        Events = Events,
        Sessions = Sessions,
        PageViews = PageViews.Trim(maxKeys),
        Searches = Searches.Trim(maxKeys),
        ZeroResultSearches = ZeroResultSearches.Trim(maxKeys),
        Products = Products.Trim(maxKeys),
        Revenue = Revenue,
        PricedOrders = PricedOrders,
        Users = Users,
        UsersByType = UsersByType.Trim(maxKeys, EventTypes.Funnel),
        UsersByDevice = UsersByDevice.Trim(maxKeys),
        Days = Days,
    };
}
