namespace Pipeline.Core.Analytics;

/// <summary>A part of a list that is sorted by weight, heaviest first, and then by key.</summary>
internal static class Ranking
{
    public static IReadOnlyList<(string Key, long Count)> Top(IReadOnlyDictionary<string, long> counts, ListWindow window) =>
        [.. Top(counts, window, count => count).Select(entry => (entry.Key, entry.Value))];

    /// <summary>One pass with a heap of no more entries than the window reaches: sorting a hundred thousand pages to get ten would
    /// take longer than the whole answer may.</summary>
    public static IReadOnlyList<KeyValuePair<string, TValue>> Top<TValue, TWeight>(
        IReadOnlyDictionary<string, TValue> map, ListWindow window, Func<TValue, TWeight> weight)
        where TWeight : IComparable<TWeight>
    {
        var reach = window.Offset + window.Limit;
        var kept = new PriorityQueue<KeyValuePair<string, TValue>, (TWeight Weight, string Key)>(LastFirst<TWeight>());
        foreach (var entry in map)
        {
            var rank = (weight(entry.Value), entry.Key);
            if (kept.Count < reach)
            {
                kept.Enqueue(entry, rank);
            }
            else
            {
                kept.EnqueueDequeue(entry, rank);
            }
        }

        var ranked = new KeyValuePair<string, TValue>[Math.Max(0, kept.Count - window.Offset)];
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
