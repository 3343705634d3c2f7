namespace Pipeline.Core.Rollups;

/// <summary>A rough measure of the memory that a decoded rollup takes.</summary>
internal static class RollupSize
{
    private const long Fixed = 1_024;
    private const long PerKey = 80;

    public static long ApproximateBytes(Rollup rollup) =>
        Fixed
        + Keys(rollup.PageViews.Counts.Keys)
        + Keys(rollup.Searches.Counts.Keys)
        + Keys(rollup.ZeroResultSearches.Counts.Keys)
        + Keys(rollup.Products.Products.Keys)
        + rollup.Products.Products.Values.Sum(product => PerKey + (product.Name?.Length ?? 0) * sizeof(char))
        + rollup.Users.ByteCount
        + Users(rollup.UsersByType)
        + Users(rollup.UsersByDevice)
        + rollup.Days.Days.Count * PerKey;

    private static long Keys(IEnumerable<string> keys) => keys.Sum(key => PerKey + key.Length * sizeof(char));

    private static long Users(KeyedUsers users) => Keys(users.Users.Keys) + users.Users.Values.Sum(set => PerKey + set.ByteCount);
}
