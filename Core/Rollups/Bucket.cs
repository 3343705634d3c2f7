using System.IO.Hashing;

namespace Pipeline.Core.Rollups;

/// <summary>A stored rollup without its parts: small, and read whole.</summary>
/// <param name="Key">Which bucket.</param>
/// <param name="Version">The version of the run that wrote it last. It grows with every write, even of equal content.</param>
/// <param name="UpdatedAt">When it was written.</param>
/// <param name="RevisedAt">When late events last changed it after its time was over; null while they have not.</param>
/// <param name="Totals">Counts, money and sessions as <see cref="Encoding.TotalsCodec"/> writes them.</param>
/// <param name="Parts">Its parts, which are stored beside it; empty ones are absent.</param>
public sealed record Bucket(
    BucketKey Key,
    long Version,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? RevisedAt,
    ReadOnlyMemory<byte> Totals,
    IReadOnlyList<BucketPart> Parts)
{
    /// <summary>The part of that name; null when it is empty.</summary>
    public BucketPart? Find(string name)
    {
        foreach (var part in Parts)
        {
            if (part.Name == name)
            {
                return part;
            }
        }

        return null;
    }
}

/// <summary>What a bucket knows of one of its parts. A part's content never changes under the same version.</summary>
/// <param name="Name">Unique within the bucket.</param>
/// <param name="Version">The version of the run that wrote this content, which may be older than the bucket's.</param>
/// <param name="Hash">64-bit XxHash3 of the content.</param>
/// <param name="Length">Bytes of content, at least one.</param>
public readonly record struct BucketPart(string Name, long Version, long Hash, int Length)
{
    public static BucketPart Of(string name, long version, ReadOnlySpan<byte> content) =>
        new(name, version, HashOf(content), content.Length);

    /// <summary>Whether this is the content that was written.</summary>
    public bool Matches(ReadOnlySpan<byte> content) => content.Length == Length && HashOf(content) == Hash;

    private static long HashOf(ReadOnlySpan<byte> content) => unchecked((long)XxHash3.HashToUInt64(content));
}

/// <summary>Where the content of a part is found.</summary>
public readonly record struct PartAddress(BucketKey Bucket, BucketPart Part);

/// <summary>A bucket to be written.</summary>
/// <param name="Bucket">What it becomes.</param>
/// <param name="Replaces">The stored version must be this one; null when there must be no stored bucket.</param>
/// <param name="Contents">Content of the parts that have the bucket's own version; the others stay as they are.</param>
public sealed record BucketWrite(Bucket Bucket, long? Replaces, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Contents);
