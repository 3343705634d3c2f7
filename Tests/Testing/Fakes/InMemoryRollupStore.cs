using Pipeline.Core.Rollups;

namespace Pipeline.Testing.Fakes;

/// <summary>Rollups in memory; <see cref="PartsRead"/> tells how much content a test subject fetched.</summary>
public sealed class InMemoryRollupStore : IRollupStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BucketKey, Bucket> _buckets = [];
    private readonly Dictionary<PartAddress, byte[]> _contents = [];
    private long _version;

    public long PartsRead { get; private set; }

    public long BytesRead { get; private set; }

    /// <summary>Told of every bucket that is written.</summary>
    public Action<BucketWrite>? Written { get; set; }

    /// <summary>Called before a bucket is written; if it throws, the write fails with that exception.</summary>
    public Action<BucketWrite>? Writing { get; set; }

    public Task<long> NextVersionAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(++_version);
        }
    }

    public Task<long> GetLatestVersionAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_version);
        }
    }

    public Task<IReadOnlyList<Bucket>> GetAsync(IReadOnlyCollection<BucketKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Bucket>>(
                [.. keys.Distinct().Where(_buckets.ContainsKey).Select(key => _buckets[key])]);
        }
    }

    public Task<IReadOnlyList<Bucket>> GetRangeAsync(
        BucketLevel level, string zone, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Bucket>>([.. _buckets.Values
                .Where(bucket => bucket.Key.Level == level && bucket.Key.Zone == zone)
                .Where(bucket => bucket.Key.Start >= from && bucket.Key.Start < to)
                .OrderBy(bucket => bucket.Key.Start)
                .Take(limit)]);
        }
    }

    public Task<bool> ReadAsync(
        IReadOnlyCollection<PartAddress> parts,
        Action<PartAddress, ReadOnlyMemory<byte>> read,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var part in parts)
            {
                if (!_contents.TryGetValue(part, out var content))
                {
                    return Task.FromResult(false);
                }

                PartsRead++;
                BytesRead += content.Length;
                read(part, content);
            }
        }

        return Task.FromResult(true);
    }

    public Task<IReadOnlyCollection<BucketKey>> PutAsync(
        IReadOnlyCollection<BucketWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var refused = new List<BucketKey>();
        lock (_lock)
        {
            foreach (var write in writes)
            {
                Writing?.Invoke(write);
            }

            foreach (var write in writes)
            {
                if (!TryPut(write))
                {
                    refused.Add(write.Bucket.Key);
                }
            }
        }

        return Task.FromResult<IReadOnlyCollection<BucketKey>>(refused);
    }

    public Task<long> DeleteSlicesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var slices = _buckets.Keys.Where(key => key.Level == BucketLevel.Slice && key.Start < before).ToList();
            foreach (var slice in slices)
            {
                RemoveParts(_buckets[slice], _ => true);
                _buckets.Remove(slice);
            }

            return Task.FromResult((long)slices.Count);
        }
    }

    /// <summary>Damages what is stored of a part.</summary>
    public void Damage(BucketKey key, string part)
    {
        lock (_lock)
        {
            _contents[new(key, _buckets[key].Find(part)!.Value)][0] ^= 1;
        }
    }

    private bool TryPut(BucketWrite write)
    {
        var old = _buckets.GetValueOrDefault(write.Bucket.Key);
        if (old?.Version != write.Replaces)
        {
            return false;
        }

        if (old is not null)
        {
            RemoveParts(old, part => !write.Bucket.Parts.Contains(part));
        }

        foreach (var part in write.Bucket.Parts.Where(part => part.Version == write.Bucket.Version))
        {
            _contents[new(write.Bucket.Key, part)] = write.Contents[part.Name].ToArray();
        }

        _buckets[write.Bucket.Key] = write.Bucket;
        Written?.Invoke(write);
        return true;
    }

    private void RemoveParts(Bucket bucket, Func<BucketPart, bool> condition)
    {
        foreach (var part in bucket.Parts.Where(condition))
        {
            _contents.Remove(new(bucket.Key, part));
        }
    }
}
