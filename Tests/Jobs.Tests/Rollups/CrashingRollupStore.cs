using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>A store whose process dies at its n-th write, before or after the write took effect.</summary>
internal sealed class CrashingRollupStore(IRollupStore inner, int writes, bool afterWriting) : IRollupStore
{
    private int _left = writes;

    public bool HasCrashed { get; private set; }

    public async Task<IReadOnlyCollection<RollupKey>> PutAsync(
        IReadOnlyCollection<StoredRollup> rollups, CancellationToken cancellationToken)
    {
        if (--_left > 0)
        {
            return await inner.PutAsync(rollups, cancellationToken);
        }

        HasCrashed = true;
        if (afterWriting)
        {
            await inner.PutAsync(rollups, cancellationToken);
        }

        throw new IOException("The process died.");
    }

    public Task<long> NextFenceAsync(CancellationToken cancellationToken) => inner.NextFenceAsync(cancellationToken);

    public Task<long> GetLatestFenceAsync(CancellationToken cancellationToken) => inner.GetLatestFenceAsync(cancellationToken);

    public Task<IReadOnlyList<StoredRollup>> GetAsync(IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken) =>
        inner.GetAsync(keys, cancellationToken);

    public Task<IReadOnlyList<RollupVersion>> GetVersionsAsync(
        IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken) => inner.GetVersionsAsync(keys, cancellationToken);

    public Task<IReadOnlyList<RollupKey>> GetKeysAsync(
        RollupLevel level, string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        inner.GetKeysAsync(level, zone, from, to, cancellationToken);

    public Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken) =>
        inner.GetCompleteThroughAsync(zone, cancellationToken);

    public Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken) =>
        inner.SetCompleteThroughAsync(zone, completeThrough, cancellationToken);
}
