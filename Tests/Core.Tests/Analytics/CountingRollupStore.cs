using System.Collections.Concurrent;
using Pipeline.Core.Rollups;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;

namespace Pipeline.Core.Tests.Analytics;

/// <summary>Holds buckets, notes what is fetched, and can be made to wait or fail.</summary>
internal sealed class CountingRollupStore : IRollupStore
{
    private readonly InMemoryRollupStore _buckets = new();

    /// <summary>Parts whose content was read.</summary>
    public ConcurrentQueue<PartAddress> Fetched { get; } = new();

    public ConcurrentQueue<IReadOnlyCollection<BucketKey>> Asked { get; } = new();

    public Func<Task> BeforeFetch { get; set; } = () => Task.CompletedTask;

    public Task PutAsync(BucketKey key, Rollup rollup, long version, DateTimeOffset? revisedAt = null) =>
        _buckets.PutAsync(key, rollup, version, CancellationToken.None, revisedAt);

    public Task<IReadOnlyList<Bucket>> GetAsync(IReadOnlyCollection<BucketKey> keys, CancellationToken cancellationToken)
    {
        Asked.Enqueue(keys);
        return _buckets.GetAsync(keys, cancellationToken);
    }

    public async Task<bool> ReadAsync(
        IReadOnlyCollection<PartAddress> parts,
        Action<PartAddress, ReadOnlyMemory<byte>> read,
        CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            Fetched.Enqueue(part);
        }

        await BeforeFetch().WaitAsync(cancellationToken);
        return await _buckets.ReadAsync(parts, read, cancellationToken);
    }

    public Task<long> NextVersionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> GetLatestVersionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Bucket>> GetRangeAsync(
        BucketLevel level, string zone, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyCollection<BucketKey>> PutAsync(
        IReadOnlyCollection<BucketWrite> writes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> DeleteSlicesAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
}
