using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>
/// Sums of buckets that were asked for lately, the newest for each slot, bounded by their approximate size. Callers who miss the
/// same sum at the same time share one computation.
/// </summary>
internal sealed class SumCache : IDisposable
{
    private const long MaxBytes = 64L << 20;

    private readonly MemoryCache _sums = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly ConcurrentDictionary<(SumSlot, VersionVector), Lazy<Task<Rollup>>> _running = new();

    /// <param name="slot">What the sum is of; a newer version vector replaces the older one.</param>
    /// <param name="versions">What the sum is made of.</param>
    /// <param name="sum">Computes it. Others may wait for the result, so it cannot be cancelled by one caller.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<Rollup> GetAsync(SumSlot slot, VersionVector versions, Func<Task<Rollup>> sum, CancellationToken cancellationToken) =>
        Find(slot, versions) is { } known
            ? Task.FromResult(known)
            : _running
                .GetOrAdd((slot, versions), key => new(() => RunAsync(key.Item1, key.Item2, sum)))
                .Value
                .WaitAsync(cancellationToken);

    public void Dispose() => _sums.Dispose();

    private async Task<Rollup> RunAsync(SumSlot slot, VersionVector versions, Func<Task<Rollup>> sum)
    {
        try
        {
            // Another computation may have ended between the caller's look and this one's start.
            if (Find(slot, versions) is { } known)
            {
                return known;
            }

            var rollup = await sum();
            _sums.Set(slot, new Entry(versions, rollup), new MemoryCacheEntryOptions { Size = RollupSize.ApproximateBytes(rollup) });
            return rollup;
        }
        finally
        {
            _running.TryRemove((slot, versions), out _);
        }
    }

    private Rollup? Find(SumSlot slot, VersionVector versions) =>
        _sums.TryGetValue<Entry>(slot, out var entry) && entry!.Versions.Equals(versions) ? entry.Rollup : null;

    private sealed record Entry(VersionVector Versions, Rollup Rollup);
}
