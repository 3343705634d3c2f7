using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Encoding;

namespace Pipeline.Testing;

/// <summary>Whole rollups in and out of a store.</summary>
public static class StoredRollups
{
    /// <summary>Writes a bucket over whatever is there.</summary>
    public static async Task PutAsync(
        this IRollupStore store,
        BucketKey key,
        Rollup rollup,
        long version,
        CancellationToken cancellationToken,
        DateTimeOffset? revisedAt = null)
    {
        IEnumerable<(string Name, byte[]? Content)> parts = key.Level == BucketLevel.Slice
            ? [(SliceCodec.PartName, SliceCodec.Encode(rollup))]
            : RollupPart.All.Select(part => (part.Name, part.Encode(rollup)));
        var contents = parts.Where(part => part.Content is not null)
            .ToDictionary(part => part.Name, part => (ReadOnlyMemory<byte>)part.Content);
        var stored = await store.GetAsync([key], cancellationToken);
        var bucket = new Bucket(
            key,
            version,
            DateTimeOffset.UnixEpoch,
            revisedAt,
            TotalsCodec.Encode(rollup),
            [.. contents.Select(part => BucketPart.Of(part.Key, version, part.Value.Span))]);
        await store.PutAsync([new BucketWrite(bucket, stored.SingleOrDefault()?.Version, contents)], cancellationToken);
    }

    /// <summary>The sum of the buckets that exist among the keys, with all of their parts.</summary>
    public static async Task<Rollup> SumAsync(
        this IRollupStore store, IReadOnlyCollection<BucketKey> keys, CancellationToken cancellationToken)
    {
        using var cache = new PartCache();
        return await new RollupLoader(store).SumAsync(() => store.GetAsync(keys, cancellationToken), cache, cancellationToken);
    }

    /// <summary>A rollup as text: equal exactly when the rollups are.</summary>
    public static string ToText(this Rollup rollup) =>
        Convert.ToHexString(TotalsCodec.Encode(rollup).Span) + ":" + Convert.ToHexString(SliceCodec.Encode(rollup) ?? []);
}
