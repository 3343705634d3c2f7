using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Encoding;

namespace Pipeline.Jobs.Rollups;

/// <summary>An encoded bucket on its way into the store.</summary>
/// <param name="Key">Which bucket.</param>
/// <param name="End">When its time is over.</param>
/// <param name="Totals">Its totals.</param>
/// <param name="Contents">Its parts that are not empty.</param>
internal sealed record PendingBucket(
    BucketKey Key, DateTimeOffset End, ReadOnlyMemory<byte> Totals, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Contents)
{
    private static readonly ReadOnlyMemory<byte> EmptyTotals = TotalsCodec.Encode(Rollup.Empty);

    /// <summary>An empty bucket need not be stored: an absent one means the same.</summary>
    public bool IsEmpty => Contents.Count == 0 && Totals.Span.SequenceEqual(EmptyTotals.Span);

    public int Bytes => Totals.Length + Contents.Values.Sum(content => content.Length);

    public static PendingBucket Of(BucketKey key, DateTimeOffset end, Rollup rollup)
    {
        IEnumerable<(string Name, byte[]? Content)> parts = key.Level == BucketLevel.Slice
            ? [(SliceCodec.PartName, SliceCodec.Encode(rollup))]
            : RollupPart.All.Select(part => (part.Name, part.Encode(rollup)));
        return new PendingBucket(
            key,
            end,
            TotalsCodec.Encode(rollup),
            parts.Where(part => part.Content is not null).ToDictionary(part => part.Name, part => (ReadOnlyMemory<byte>)part.Content));
    }

    /// <summary>A part with unchanged content is left as it is.</summary>
    /// <param name="stored">The bucket as it is now; null when there is none.</param>
    /// <param name="version">The version to write.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="settling">This long after its end a bucket is expected to be final: a later change is a revision.</param>
    /// <param name="rewrites">Whether equal content is written anyway.</param>
    public BucketWrite ToWrite(Bucket? stored, long version, DateTimeOffset now, TimeSpan settling, bool rewrites)
    {
        var current = Contents.Select(content => PartOf(content.Key, content.Value, stored, version)).ToList();
        var isChanged = stored is not null
            && !(stored.Totals.Span.SequenceEqual(Totals.Span) && current.ToHashSet().SetEquals(stored.Parts));
        var parts = rewrites ? current.ConvertAll(part => part with { Version = version }) : current;
        var revisedAt = isChanged && End < now - settling ? now : stored?.RevisedAt;
        return new BucketWrite(
            new Bucket(Key, version, now, revisedAt, Totals, parts),
            stored?.Version,
            parts.Where(part => part.Version == version).ToDictionary(part => part.Name, part => Contents[part.Name]));
    }

    private static BucketPart PartOf(string name, ReadOnlyMemory<byte> content, Bucket? stored, long version)
    {
        var part = BucketPart.Of(name, version, content.Span);
        return stored?.Find(name) is { } old && part with { Version = old.Version } == old ? old : part;
    }
}
