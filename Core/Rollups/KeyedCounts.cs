namespace Pipeline.Core.Rollups;

/// <summary>Counts by key. Immutable.</summary>
public sealed class KeyedCounts
{
    public static readonly KeyedCounts Empty = new(new Dictionary<string, long>(), 0, exact: true);

    internal KeyedCounts(IReadOnlyDictionary<string, long> counts, long other, bool exact) =>
        (Counts, Other, Exact) = (counts, other, exact);

    public IReadOnlyDictionary<string, long> Counts { get; }

    /// <summary>Sum of what was counted under keys that have been trimmed away.</summary>
    public long Other { get; }

    /// <summary>False when keys were trimmed away here or in what was added: a key's count may then be too low.</summary>
    public bool Exact { get; }

    /// <summary>Always exact.</summary>
    public long Total => Counts.Values.Sum() + Other;

    /// <summary>The count of a key, 0 when absent.</summary>
    public long this[string key] => Counts.GetValueOrDefault(key);

    public static KeyedCounts Of(IEnumerable<KeyValuePair<string, long>> counts) => new(counts.ToDictionary(), 0, exact: true);

    public KeyedCounts Plus(KeyedCounts other) => Sum([this, other]);

    /// <summary>Keeps the largest counts (ties: lowest key) and adds the others up.</summary>
    public KeyedCounts Trim(int maxKeys) =>
        Maps.Largest(Counts, maxKeys, count => count) is { } largest
            ? new(largest, Total - largest.Values.Sum(), exact: false)
            : this;

    internal static KeyedCounts Sum(IReadOnlyCollection<KeyedCounts> parts) => new(
        Maps.Sum(parts.Select(part => part.Counts), (a, b) => a + b),
        parts.Sum(part => part.Other),
        parts.All(part => part.Exact));
}
