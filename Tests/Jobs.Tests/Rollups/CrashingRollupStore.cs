using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>A store whose process dies at its n-th write, before or after the write took effect.</summary>
internal sealed class CrashingRollupStore(IRollupStore inner, int writes, bool afterWriting) : IRollupStore
{
    private int _left = writes;

    public bool HasCrashed { get; private set; }

    public async Task<IReadOnlyCollection<BucketKey>> PutAsync(
        IReadOnlyCollection<BucketWrite> writes, CancellationToken cancellationToken)
    {
        if (--_left > 0)
        {
            return await inner.PutAsync(writes, cancellationToken);
        }

        HasCrashed = true;
        if (afterWriting)
        {
            await inner.PutAsync(writes, cancellationToken);
        }

        throw new TransientStorageException("The process died.");
    }

    public Task<long> NextVersionAsync(CancellationToken cancellationToken) => inner.NextVersionAsync(cancellationToken);

    public Task<long> GetLatestVersionAsync(CancellationToken cancellationToken) => inner.GetLatestVersionAsync(cancellationToken);

    public Task<IReadOnlyList<Bucket>> GetAsync(IReadOnlyCollection<BucketKey> keys, CancellationToken cancellationToken) =>
        inner.GetAsync(keys, cancellationToken);

    public Task<IReadOnlyList<Bucket>> GetRangeAsync(
        BucketLevel level, string zone, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        inner.GetRangeAsync(level, zone, from, to, limit, cancellationToken);

    public Task<bool> ReadAsync(
        IReadOnlyCollection<PartAddress> parts,
        Action<PartAddress, ReadOnlyMemory<byte>> read,
        CancellationToken cancellationToken) => inner.ReadAsync(parts, read, cancellationToken);

    public Task<long> DeleteSlicesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.DeleteSlicesAsync(before, cancellationToken);
}
