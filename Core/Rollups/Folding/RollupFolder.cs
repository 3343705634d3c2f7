using System.Runtime.InteropServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Rollups.UserSets;

namespace Pipeline.Core.Rollups.Folding;

/// <summary>
/// Makes a rollup out of raw events, each given once, in any order. This is where the KPIs are defined. Not thread-safe.
/// </summary>
/// <remarks>
/// A product's quantity is the sum over ADD_TO_CART events that have both a <c>productId</c> (text or number: 1001 and "1001" are
/// one product) and a numeric <c>quantity</c>. An order whose <c>amount</c> is not a usable number counts as an order without amount.
/// </remarks>
public sealed class RollupFolder
{
    private readonly Dictionary<string, List<int>> _usersByType = [];
    private readonly Dictionary<string, List<int>> _usersByDevice = [];
    private readonly Dictionary<string, long> _pageViews = [];
    private readonly Dictionary<string, long> _searches = [];
    private readonly Dictionary<string, long> _zeroResultSearches = [];
    private readonly Dictionary<string, ProductTotal> _products = [];
    private readonly MetadataReader _metadata = new();
    private EventCounts _events;
    private decimal _revenue;
    private long _pricedOrders;
    private long _sessions;

    /// <param name="evt">An event.</param>
    /// <param name="user">The number of its user.</param>
    public void Add(Event evt, int user)
    {
        var facts = _metadata.Read(evt.Metadata.Span);
        _events = _events.With(evt.EventType);
        ListOf(_usersByType, evt.EventType).Add(user);
        ListOf(_usersByDevice, facts.Device ?? "").Add(user);

        switch (evt.EventType)
        {
            case EventTypes.PageView:
                Increment(_pageViews, evt.Page);
                break;
            case EventTypes.Search:
                Increment(_pageViews, evt.Page);
                AddSearch(facts);
                break;
            case EventTypes.OrderPlaced:
                Increment(_pageViews, evt.Page);
                AddOrder(facts);
                break;
            case EventTypes.AddToCart:
                AddProduct(facts, evt.Timestamp);
                break;
        }
    }

    /// <summary>Adds sessions that start in the stretch of time.</summary>
    public void AddSessions(long count) => _sessions += count;

    public Rollup ToRollup()
    {
        var usersByType = _usersByType.ToDictionary(type => type.Key, type => UserSet.Of(type.Value));
        return new Rollup
        {
            Events = _events,
            Sessions = _sessions,
            PageViews = KeyedCounts.Of(_pageViews),
            Searches = KeyedCounts.Of(_searches),
            ZeroResultSearches = KeyedCounts.Of(_zeroResultSearches),
            Products = ProductTotals.Of(_products),
            Revenue = _revenue,
            PricedOrders = _pricedOrders,
            Users = UserSet.UnionOf(usersByType.Values),
            UsersByType = KeyedUsers.Of(usersByType),
            UsersByDevice = KeyedUsers.Of(_usersByDevice.Select(device => KeyValuePair.Create(device.Key, UserSet.Of(device.Value)))),
        };
    }

    private void AddSearch(in MetadataFacts facts)
    {
        if (facts.Query is not { } query)
        {
            return;
        }

        Increment(_searches, query);
        if (facts.ResultCount == 0)
        {
            Increment(_zeroResultSearches, query);
        }
    }

    private void AddOrder(in MetadataFacts facts)
    {
        if (facts.Amount is not { } amount)
        {
            return;
        }

        _revenue += amount;
        _pricedOrders++;
    }

    private void AddProduct(in MetadataFacts facts, DateTimeOffset at)
    {
        if (facts is not { ProductId: { } id, Quantity: { } quantity })
        {
            return;
        }

        var added = new ProductTotal(quantity, facts.ProductName, facts.ProductName is null ? default : at);
        ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_products, id, out var exists);
        total = exists ? total!.Plus(added) : added;
    }

    private static void Increment(Dictionary<string, long> counts, string key) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;

    private static List<int> ListOf(Dictionary<string, List<int>> users, string key) =>
        CollectionsMarshal.GetValueRefOrAddDefault(users, key, out _) ??= [];
}
