using Pipeline.Core.Rollups;

namespace Pipeline.Testing.Fakes;

/// <summary>Rollups in memory; <see cref="BucketsRead"/> tells how much content a test subject fetched.</summary>
public sealed class InMemoryRollupStore : IRollupStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RollupKey, StoredRollup> _buckets = [];
    private long _fence;
    private readonly Dictionary<string, DateTimeOffset> _completeThrough = new(StringComparer.Ordinal);

    public long BucketsRead { get; private set; }

    /// <summary>Told of every bucket that is written.</summary>
    public Action<StoredRollup>? Written { get; set; }

    public Task<long> NextFenceAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(++_fence);
        }
    }

    public Task<long> GetLatestFenceAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_fence);
        }
    }

    public Task<IReadOnlyCollection<RollupKey>> PutAsync(
        IReadOnlyCollection<StoredRollup> rollups, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var refused = new List<RollupKey>();
        lock (_lock)
        {
            foreach (var rollup in rollups)
            {
                if (_buckets.TryGetValue(rollup.Key, out var old) && old.Version > rollup.Version)
                {
                    refused.Add(rollup.Key);
                    continue;
                }

                _buckets[rollup.Key] = rollup;
                Written?.Invoke(rollup);
            }
        }

        return Task.FromResult<IReadOnlyCollection<RollupKey>>(refused);
    }

    public Task<IReadOnlyList<StoredRollup>> GetAsync(IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var found = Find(keys);
            BucketsRead += found.Count;
            return Task.FromResult<IReadOnlyList<StoredRollup>>(found);
        }
    }

    public Task<IReadOnlyList<RollupVersion>> GetVersionsAsync(
        IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<RollupVersion>>(
                Find(keys).ConvertAll(bucket => new RollupVersion(bucket.Key, bucket.Version, bucket.RevisedAt)));
        }
    }

    public Task<IReadOnlyList<RollupKey>> GetKeysAsync(
        RollupLevel level, string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<RollupKey>>([.. _buckets.Keys
                .Where(key => key.Level == level && key.Zone == zone && key.Start >= from && key.Start < to)
                .OrderBy(key => key.Start)]);
        }
    }

    public Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_completeThrough.TryGetValue(zone, out var instant) ? instant : (DateTimeOffset?)null);
        }
    }

    public Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_completeThrough.TryGetValue(zone, out var known) || completeThrough > known)
            {
                _completeThrough[zone] = completeThrough;
            }
        }

        return Task.CompletedTask;
    }

    private List<StoredRollup> Find(IReadOnlyCollection<RollupKey> keys) =>
        [.. keys.Distinct().Where(_buckets.ContainsKey).Select(key => _buckets[key])];
}
