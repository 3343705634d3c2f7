using System.Collections.Concurrent;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Tests.Analytics;

/// <summary>Holds buckets, counts what is fetched, and can be made to wait or fail.</summary>
internal sealed class CountingRollupStore : IRollupStore
{
    private readonly ConcurrentDictionary<RollupKey, StoredRollup> _buckets = new();

    public ConcurrentQueue<RollupKey> Fetched { get; } = new();

    public ConcurrentQueue<IReadOnlyCollection<RollupKey>> AskedVersions { get; } = new();

    public Func<Task> BeforeFetch { get; set; } = () => Task.CompletedTask;

    public DateTimeOffset? CompleteThrough { get; set; }

    public void Put(RollupKey key, Rollup rollup, long version, DateTimeOffset? revisedAt = null) =>
        _buckets[key] = new(key, RollupCodec.Encode(rollup), default, revisedAt, version);

    public async Task<IReadOnlyList<StoredRollup>> GetAsync(
        IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            Fetched.Enqueue(key);
        }

        await BeforeFetch().WaitAsync(cancellationToken);
        return Existing(keys);
    }

    public Task<IReadOnlyList<RollupVersion>> GetVersionsAsync(
        IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken)
    {
        AskedVersions.Enqueue(keys);
        return Task.FromResult<IReadOnlyList<RollupVersion>>(
            [.. Existing(keys).Select(stored => new RollupVersion(stored.Key, stored.Version, stored.RevisedAt))]);
    }

    public Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken) => Task.FromResult(CompleteThrough);

    public Task<long> NextFenceAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> GetLatestFenceAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyCollection<RollupKey>> PutAsync(
        IReadOnlyCollection<StoredRollup> rollups, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<RollupKey>> GetKeysAsync(
        RollupLevel level, string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private StoredRollup[] Existing(IReadOnlyCollection<RollupKey> keys) => [.. keys.Where(_buckets.ContainsKey).Select(key => _buckets[key])];
}
