namespace Pipeline.Core.Rollups.Encoding;

/// <summary>The sum of stored rollups, of all parts or some, while it is made. Not thread-safe.</summary>
public sealed class RollupSum
{
    private readonly Dictionary<string, PartSum> _parts;
    private readonly List<Rollup> _totals = [];

    /// <param name="parts">The parts that will be added; others must not be.</param>
    public RollupSum(IEnumerable<RollupPart> parts) => _parts = parts.ToDictionary(part => part.Name, part => part.NewSum());

    /// <exception cref="InvalidDataException">The totals are damaged.</exception>
    public void AddTotals(Bucket bucket) => _totals.Add(TotalsCodec.Decode(bucket.Totals));

    /// <param name="name">A part's name, or <see cref="SliceCodec.PartName"/> for all of them.</param>
    /// <param name="content">The part as it is stored.</param>
    /// <exception cref="InvalidDataException">The content is damaged; the sum is unusable.</exception>
    public void Add(string name, ReadOnlyMemory<byte> content)
    {
        if (name == SliceCodec.PartName)
        {
            SliceCodec.AddTo(this, content);
        }
        else
        {
            AddPart(name, content);
        }
    }

    internal void AddPart(string name, ReadOnlyMemory<byte> content)
    {
        if (!_parts.TryGetValue(name, out var part))
        {
            throw new InvalidDataException($"A stored rollup has an unknown part, {name.Length} characters.");
        }

        part.Add(content);
    }

    public Rollup ToRollup() => Rollup.Sum([.. _totals, .. _parts.Values.Select(part => part.ToRollup())]);
}
