using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>
/// Recently requested sums of parts, the newest for each slot, bounded by their approximate size. Callers who miss the same
/// sum at the same time share one computation.
/// </summary>
internal sealed class SumCache : IDisposable
{
    private const long MaxBytes = 32L << 20;

    private readonly MemoryCache _sums = new(new MemoryCacheOptions { SizeLimit = MaxBytes });
    private readonly ConcurrentDictionary<(SumSlot, PartVersions), Lazy<Task<Rollup?>>> _running = new();

    /// <param name="slot">What the sum is of; newer versions replace older ones.</param>
    /// <param name="versions">What the sum is made of.</param>
    /// <param name="sum">
    /// Computes it, or returns null, which is not cached, if that was impossible. Others may wait for the result, so it cannot be cancelled by
    /// one caller.
    /// </param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task<Rollup?> GetAsync(SumSlot slot, PartVersions versions, Func<Task<Rollup?>> sum, CancellationToken cancellationToken) =>
        Find(slot, versions) is { } known
            ? Task.FromResult<Rollup?>(known)
            : _running
                .GetOrAdd((slot, versions), key => new(() => RunAsync(key.Item1, key.Item2, sum)))
                .Value
                .WaitAsync(cancellationToken);

    public void Dispose() => _sums.Dispose();

    private async Task<Rollup?> RunAsync(SumSlot slot, PartVersions versions, Func<Task<Rollup?>> sum)
    {
        try
        {
            // Another computation may have ended between the caller's lookup and this one's start.
            if (Find(slot, versions) is { } known)
            {
                return known;
            }

            if (await sum() is not { } rollup)
            {
                return null;
            }

            _sums.Set(slot, new Entry(versions, rollup), new MemoryCacheEntryOptions { Size = RollupSize.ApproximateBytes(rollup) });
            return rollup;
        }
        finally
        {
            _running.TryRemove((slot, versions), out _);
        }
    }

    private Rollup? Find(SumSlot slot, PartVersions versions) =>
        _sums.TryGetValue<Entry>(slot, out var entry) && entry!.Versions.Equals(versions) ? entry.Rollup : null;

    private sealed record Entry(PartVersions Versions, Rollup Rollup);
}

/// <param name="Range">The range that is summed up.</param>
/// <param name="Part">The part that is summed up.</param>
/// <param name="Settled">Whether it leaves out the bucket that today's events change.</param>
internal sealed record SumSlot(ReportingRange Range, RollupPart Part, bool Settled);
