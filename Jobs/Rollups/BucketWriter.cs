using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Writes buckets under one version: a bucket that is written a second time needs another writer. Buckets are gathered and written
/// many at a time. A bucket that a younger run has written stays as it is, and one that the store permanently refuses does not keep the
/// others from being written.
/// </summary>
/// <param name="store">Where buckets are written.</param>
/// <param name="cache">Keeps what will soon be added up again.</param>
/// <param name="time">When they are written.</param>
/// <param name="maxKeys">Keys that a bucket keeps per map.</param>
/// <param name="version">The version to write.</param>
/// <param name="rewrites">Whether apparently unchanged parts are written too, because the stored ones may be damaged.</param>
internal sealed class BucketWriter(
    IRollupStore store, PartCache cache, TimeProvider time, int maxKeys, long version, bool rewrites)
{
    private const int MaxPendingBuckets = 500;
    private const int MaxPendingBytes = 1 << 20;
    private const int MaxAttempts = 10;

    /// <summary>A bucket whose time has been over for this long is expected to be final: a later change is a revision.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(15);

    private readonly Dictionary<BucketKey, PendingBucket> _pending = [];
    private readonly HashSet<BucketKey> _refused = [];
    private readonly Dictionary<BucketKey, Exception> _failures = [];
    private int _pendingBytes;

    /// <summary>True if a younger run has written this bucket.</summary>
    public bool WasRefused(BucketKey key) => _refused.Contains(key);

    /// <summary>Why the store permanently refuses this bucket; null when it does not.</summary>
    public Exception? FailureOf(BucketKey key) => _failures.GetValueOrDefault(key);

    /// <summary>
    /// True while no younger run has begun. A younger run may have read before this one and write after it; so only the youngest
    /// may say that something is up to date.
    /// </summary>
    public async Task<bool> IsYoungestAsync(CancellationToken cancellationToken) =>
        await store.GetLatestVersionAsync(cancellationToken) == version;

    /// <param name="key">Which bucket.</param>
    /// <param name="end">When its time is over.</param>
    /// <param name="rollup">Its content.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async Task AddAsync(BucketKey key, DateTimeOffset end, Rollup rollup, CancellationToken cancellationToken)
    {
        var bucket = PendingBucket.Of(key, end, rollup.Trim(maxKeys));
        _pending[key] = bucket;
        _pendingBytes += bucket.Bytes;
        if (_pending.Count >= MaxPendingBuckets || _pendingBytes >= MaxPendingBytes)
        {
            await FlushAsync(cancellationToken);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<PendingBucket> buckets = [.. _pending.Values];
        _pending.Clear();
        _pendingBytes = 0;
        try
        {
            await WriteAsync(buckets, cancellationToken);
        }
        catch (Exception failure) when (OwnFailure.Is(failure, cancellationToken))
        {
            await WriteSinglyAsync(buckets, cancellationToken);
        }
    }

    private async Task WriteSinglyAsync(IEnumerable<PendingBucket> buckets, CancellationToken cancellationToken)
    {
        foreach (var bucket in buckets)
        {
            try
            {
                await WriteAsync([bucket], cancellationToken);
            }
            catch (Exception failure) when (OwnFailure.Is(failure, cancellationToken))
            {
                _failures[bucket.Key] = failure;
            }
        }
    }

    private async Task WriteAsync(IReadOnlyList<PendingBucket> buckets, CancellationToken cancellationToken)
    {
        for (var attempt = 0; buckets.Count > 0; attempt++)
        {
            if (attempt == MaxAttempts)
            {
                throw new TransientStorageException($"Other processes keep writing the same {buckets.Count} buckets.");
            }

            var stored = (await store.GetAsync([.. buckets.Select(bucket => bucket.Key)], cancellationToken))
                .ToDictionary(bucket => bucket.Key);
            _refused.UnionWith(stored.Values.Where(bucket => bucket.Version > version).Select(bucket => bucket.Key));
            // A bucket that already has this version was written, but the confirmation was lost.
            PendingBucket[] waiting = [.. buckets.Where(bucket =>
                stored.TryGetValue(bucket.Key, out var old) ? old.Version < version : !bucket.IsEmpty)];
            if (waiting.Length == 0)
            {
                return;
            }

            var now = time.GetUtcNow();
            var writes = waiting.Select(bucket => bucket.ToWrite(stored.GetValueOrDefault(bucket.Key), version, now, Settling, rewrites)).ToList();
            var changed = await store.PutAsync(writes, cancellationToken);
            Keep(writes.Where(write => !changed.Contains(write.Bucket.Key)));
            buckets = [.. waiting.Where(bucket => changed.Contains(bucket.Key))];
        }
    }

    /// <summary>Slices and hours are added up again and again while they are current.</summary>
    private void Keep(IEnumerable<BucketWrite> written)
    {
        foreach (var (bucket, _, contents) in written.Where(write => write.Bucket.Key.Level is BucketLevel.Slice or BucketLevel.Hour))
        {
            foreach (var part in bucket.Parts.Where(part => part.Version == version))
            {
                cache.Set(new PartAddress(bucket.Key, part), contents[part.Name].ToArray());
            }
        }
    }
}
