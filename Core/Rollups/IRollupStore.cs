namespace Pipeline.Core.Rollups;

/// <summary>Finished buckets. A bucket that was never written is absent and counts as empty.</summary>
public interface IRollupStore
{
    /// <summary>A token larger than every one handed out before, by any process.</summary>
    Task<long> NextFenceAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The token handed out last, 0 before the first. A runner whose own token is still the last one knows that nobody else can have
    /// overwritten its buckets with something read earlier.
    /// </summary>
    Task<long> GetLatestFenceAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes buckets whose <see cref="StoredRollup.Version"/> is the writer's fence. A bucket that a younger fence has written
    /// stays as it is. Returns the keys that were refused.
    /// </summary>
    Task<IReadOnlyCollection<RollupKey>> PutAsync(IReadOnlyCollection<StoredRollup> rollups, CancellationToken cancellationToken);

    /// <summary>The buckets that exist among <paramref name="keys"/>, in no particular order.</summary>
    Task<IReadOnlyList<StoredRollup>> GetAsync(IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken);

    /// <summary>As <see cref="GetAsync"/> without the content.</summary>
    Task<IReadOnlyList<RollupVersion>> GetVersionsAsync(
        IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken);

    /// <summary>Keys of a level and zone with <paramref name="from"/> ≤ start &lt; <paramref name="to"/>, ascending.</summary>
    Task<IReadOnlyList<RollupKey>> GetKeysAsync(
        RollupLevel level, string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>
    /// Everything received before this instant is in the zone's rollups; null before its first run. Each zone has its own, because
    /// the buckets of a zone that was configured anew are made after the start.
    /// </summary>
    Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken);

    /// <summary>Never moves backwards.</summary>
    Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken);
}
