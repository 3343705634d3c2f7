namespace Pipeline.Core.Rollups;

/// <summary>Between a rollup and its stored form.</summary>
internal static class RollupDocumentMapping
{
    public static RollupDocument ToDocument(this Rollup rollup, int version) => new(
        version,
        Counts(rollup.EventsByType),
        rollup.Sessions,
        Counts(rollup.PageViews),
        Counts(rollup.Searches),
        Counts(rollup.ZeroResultSearches),
        Totals(rollup.Products),
        Normalize(rollup.Revenue),
        rollup.PricedOrders,
        rollup.Users.ToBytes(),
        Sets(rollup.UsersByType),
        Sets(rollup.UsersByDevice),
        [.. rollup.Days.Days.OrderBy(day => day.Key).Select(day => new RollupDocument.Day(day.Key, day.Value.Sessions, day.Value.Orders))]);

    public static Rollup ToRollup(this RollupDocument document) => new()
    {
        EventsByType = Counts(document.EventsByType),
        Sessions = document.Sessions,
        PageViews = Counts(document.PageViews),
        Searches = Counts(document.Searches),
        ZeroResultSearches = Counts(document.ZeroResultSearches),
        Products = Totals(document.Products),
        Revenue = document.Revenue,
        PricedOrders = document.PricedOrders,
        Users = UserSet.FromBytes(document.Users),
        UsersByType = Sets(document.UsersByType),
        UsersByDevice = Sets(document.UsersByDevice),
        Days = new DailySeries(document.Days.ToDictionary(day => day.Date, day => new DayPoint(day.Sessions, day.Orders))),
    };

    private static RollupDocument.Counts Counts(KeyedCounts counts)
    {
        var entries = Sorted(counts.Counts);
        return new([.. entries.Select(e => e.Key)], [.. entries.Select(e => e.Value)], counts.Other, counts.Exact);
    }

    private static KeyedCounts Counts(RollupDocument.Counts counts) =>
        new(Map(counts.Keys, i => counts.Numbers[i]), counts.Other, counts.Exact);

    private static RollupDocument.Totals Totals(ProductTotals totals)
    {
        var entries = Sorted(totals.Products);
        return new(
            [.. entries.Select(e => e.Key)],
            [.. entries.Select(e => Normalize(e.Value.Quantity))],
            [.. entries.Select(e => e.Value.Name)],
            [.. entries.Select(e => e.Value.NameAt.UtcTicks)],
            totals.Exact);
    }

    private static ProductTotals Totals(RollupDocument.Totals totals) => new(
        Map(totals.Keys, i => new ProductTotal(
            totals.Quantities[i], totals.Names[i], new DateTimeOffset(totals.NamedAtTicks[i], TimeSpan.Zero))),
        totals.Exact);

    private static RollupDocument.Sets Sets(KeyedUsers users)
    {
        var entries = Sorted(users.Users);
        return new([.. entries.Select(e => e.Key)], [.. entries.Select(e => e.Value.ToBytes())], users.Exact);
    }

    private static KeyedUsers Sets(RollupDocument.Sets sets) => new(Map(sets.Keys, i => UserSet.FromBytes(sets.Users[i])), sets.Exact);

    private static List<KeyValuePair<string, T>> Sorted<T>(IReadOnlyDictionary<string, T> map) =>
        [.. map.OrderBy(entry => entry.Key, StringComparer.Ordinal)];

    private static Dictionary<string, T> Map<T>(IReadOnlyList<string> keys, Func<int, T> valueAt)
    {
        var map = new Dictionary<string, T>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            map.Add(keys[i], valueAt(i));
        }

        return map;
    }

    /// <summary>1.50 and 1.5 are equal but print differently; dividing by a one with all its zeros drops trailing zeros.</summary>
    private static decimal Normalize(decimal value) => value / 1.000000000000000000000000000000000m;
}
