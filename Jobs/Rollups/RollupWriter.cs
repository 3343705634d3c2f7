using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Writes under one fence, which is also the version of what is written: readers keep sums by version, so a bucket that is written
/// a second time needs another writer. Buckets are gathered and written many at a time.
/// </summary>
internal sealed class RollupWriter(IRollupStore store, RollupCache cache, TimeProvider time, int maxKeys, long fence)
{
    private const int MaxPendingBuckets = 500;
    private const int MaxPendingBytes = 1 << 20;

    /// <summary>A bucket whose time has been over for so long is expected to be final: a change is a revision.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(15);

    private readonly Dictionary<RollupKey, Pending> _pending = [];
    private readonly HashSet<RollupKey> _refused = [];
    private int _pendingBytes;

    /// <summary>True if a younger run has written this bucket.</summary>
    public bool WasRefused(RollupKey key) => _refused.Contains(key);

    /// <summary>
    /// True while no younger run has begun. A younger run may have read before this one and write after it; so only the youngest
    /// may say that something is up to date.
    /// </summary>
    public async Task<bool> IsYoungestAsync(CancellationToken cancellationToken) =>
        await store.GetLatestFenceAsync(cancellationToken) == fence;

    /// <param name="key">Which bucket.</param>
    /// <param name="end">When its time is over.</param>
    /// <param name="rollup">Its content.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async Task AddAsync(RollupKey key, DateTimeOffset end, Rollup rollup, CancellationToken cancellationToken)
    {
        var trimmed = rollup.Trim(maxKeys);
        var content = RollupCodec.Encode(trimmed);
        _pending[key] = new Pending(end, trimmed, content);
        _pendingBytes += content.Length;
        if (_pending.Count >= MaxPendingBuckets || _pendingBytes >= MaxPendingBytes)
        {
            await FlushAsync(cancellationToken);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        var before = (await store.GetVersionsAsync(_pending.Keys, cancellationToken))
            .ToDictionary(version => version.Key, version => version.RevisedAt);
        var revised = await FindRevisedAsync(before.Keys, now, cancellationToken);
        var refused = await store.PutAsync(
            [.. _pending.Select(entry => new StoredRollup(
                entry.Key,
                entry.Value.Content,
                now,
                revised.Contains(entry.Key) ? now : before.GetValueOrDefault(entry.Key),
                fence))],
            cancellationToken);

        _refused.UnionWith(refused);
        foreach (var (key, bucket) in _pending)
        {
            if (!_refused.Contains(key))
            {
                cache.Set(key, fence, bucket.Rollup);
            }
        }

        _pending.Clear();
        _pendingBytes = 0;
    }

    private async Task<HashSet<RollupKey>> FindRevisedAsync(
        IEnumerable<RollupKey> stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var final = stored.Where(key => _pending[key].End < now - Settling).ToList();
        if (final.Count == 0)
        {
            return [];
        }

        return [.. (await store.GetAsync(final, cancellationToken))
            .Where(old => !old.Content.Span.SequenceEqual(_pending[old.Key].Content.Span))
            .Select(old => old.Key)];
    }

    private sealed record Pending(DateTimeOffset End, Rollup Rollup, ReadOnlyMemory<byte> Content);
}
