using System.Runtime.InteropServices;

namespace Pipeline.Core.Rollups;

/// <summary>Arithmetic that the keyed parts of a rollup share.</summary>
internal static class Maps
{
    /// <summary>Average text that a trimmed map keeps per allowed key: keys and names can be as long as an event's metadata.</summary>
    private const int MaxCharactersPerKey = 512;

    /// <summary>All keys of all maps; values of equal keys are added up. If only one map has keys, it is returned as it is.</summary>
    public static IReadOnlyDictionary<TKey, TValue> Sum<TKey, TValue>(
        IEnumerable<IReadOnlyDictionary<TKey, TValue>> maps, Func<TValue, TValue, TValue> plus)
        where TKey : notnull
    {
        var parts = maps.Where(map => map.Count > 0).ToList();
        if (parts.Count <= 1)
        {
            return parts.Count == 1 ? parts[0] : new Dictionary<TKey, TValue>();
        }

        // The first is copied whole, which is many times cheaper than adding its keys: readers add one day to a year at a time.
        var sum = new Dictionary<TKey, TValue>(parts[0]);
        foreach (var (key, value) in parts.Skip(1).SelectMany(map => map))
        {
            ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(sum, key, out var exists);
            slot = exists ? plus(slot!, value) : value;
        }

        return sum;
    }

    /// <summary>
    /// The <paramref name="maxKeys"/> entries of largest weight (ties: lowest key), fewer if their text is very long; null when
    /// all fit.
    /// </summary>
    /// <param name="map">The entries.</param>
    /// <param name="maxKeys">How many may stay.</param>
    /// <param name="weight">What decides which entries stay.</param>
    /// <param name="text">Characters that an entry holds besides its key; none when absent.</param>
    /// <param name="always">Keys that stay whatever their weight.</param>
    public static Dictionary<string, TValue>? Largest<TValue, TWeight>(
        IReadOnlyDictionary<string, TValue> map, int maxKeys, Func<TValue, TWeight> weight,
        Func<TValue, int>? text = null, IReadOnlyList<string>? always = null)
    {
        var characters = (long)maxKeys * MaxCharactersPerKey;
        if (map.Count <= maxKeys && map.Sum(Length) <= characters)
        {
            return null;
        }

        return map
            .OrderByDescending(entry => always?.Contains(entry.Key) == true)
            .ThenByDescending(entry => weight(entry.Value))
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(maxKeys)
            .TakeWhile(entry => (characters -= Length(entry)) >= 0)
            .ToDictionary();

        long Length(KeyValuePair<string, TValue> entry) => entry.Key.Length + (text?.Invoke(entry.Value) ?? 0);
    }
}
