namespace Pipeline.Core.Analytics;

/// <summary>The head of a list that is sorted by weight, heaviest first, and then by key.</summary>
internal static class Ranking
{
    public static IReadOnlyList<(string Key, long Count)> Top(IReadOnlyDictionary<string, long> counts, int limit) =>
        [.. Top(counts, limit, count => count).Select(entry => (entry.Key, entry.Value))];

    /// <summary>One pass with a heap of <paramref name="limit"/> entries: sorting a hundred thousand pages to get ten would take
    /// longer than the whole answer may.</summary>
    public static IReadOnlyList<KeyValuePair<string, TValue>> Top<TValue, TWeight>(
        IReadOnlyDictionary<string, TValue> map, int limit, Func<TValue, TWeight> weight)
        where TWeight : IComparable<TWeight>
    {
        var kept = new PriorityQueue<KeyValuePair<string, TValue>, (TWeight Weight, string Key)>(LastFirst<TWeight>());
        foreach (var entry in map)
        {
            var rank = (weight(entry.Value), entry.Key);
            if (kept.Count < limit)
            {
                kept.Enqueue(entry, rank);
            }
            else
            {
                kept.EnqueueDequeue(entry, rank);
            }
        }

        var ranked = new KeyValuePair<string, TValue>[kept.Count];
        for (var i = ranked.Length - 1; i >= 0; i--)
        {
            ranked[i] = kept.Dequeue();
        }

        return ranked;
    }

    private static Comparer<(TWeight Weight, string Key)> LastFirst<TWeight>()
        where TWeight : IComparable<TWeight> =>
        Comparer<(TWeight Weight, string Key)>.Create((a, b) =>
            a.Weight.CompareTo(b.Weight) is not 0 and var order ? order : string.CompareOrdinal(b.Key, a.Key));
}
