namespace Pipeline.Core.Rollups;

/// <summary>
/// Stored rollups: buckets, and beside them their parts. A bucket that was never written is absent and counts as empty. Readers see
/// each bucket in exactly one version, whatever happens to its writers.
/// </summary>
public interface IRollupStore
{
    /// <summary>A number larger than every one handed out before, by any process.</summary>
    Task<long> NextVersionAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The version handed out last, 0 before the first. A run whose own version is still the last one knows that nobody else can have
    /// overwritten its buckets with something read earlier.
    /// </summary>
    Task<long> GetLatestVersionAsync(CancellationToken cancellationToken);

    /// <summary>The buckets that exist among <paramref name="keys"/>, in no particular order. Reads no parts.</summary>
    Task<IReadOnlyList<Bucket>> GetAsync(IReadOnlyCollection<BucketKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// The first <paramref name="limit"/> buckets of a level and zone with <paramref name="from"/> ≤ start &lt; <paramref name="to"/>,
    /// ascending. Reads no parts.
    /// </summary>
    Task<IReadOnlyList<Bucket>> GetRangeAsync(
        BucketLevel level, string zone, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Hands each content to <paramref name="read"/>, one at a time and in any order; its memory is valid only during that call. False
    /// as soon as a content is missing because its bucket was written meanwhile: look the buckets up again and start over.
    /// </summary>
    Task<bool> ReadAsync(
        IReadOnlyCollection<PartAddress> parts, Action<PartAddress, ReadOnlyMemory<byte>> read, CancellationToken cancellationToken);

    /// <summary>
    /// Writes each bucket whose stored version is still <see cref="BucketWrite.Replaces"/>, with its parts, and removes the parts that
    /// it no longer has. Returns the keys of those with another version: they stay as they are. Safe to repeat; a bucket whose
    /// earlier write succeeded without confirmation is then among the returned keys, with the writer's own version stored.
    /// </summary>
    Task<IReadOnlyCollection<BucketKey>> PutAsync(IReadOnlyCollection<BucketWrite> writes, CancellationToken cancellationToken);

    /// <summary>Removes the slices that start before <paramref name="before"/>. Returns how many.</summary>
    Task<long> DeleteSlicesAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
