using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;

namespace Pipeline.Core.Rollups;

/// <summary>
/// Decoded buckets that were used lately, at most one version of each, bounded by their approximate size. Shared by those who
/// write rollups and those who read them. A hit is only as fresh as the version that the caller asks for.
/// </summary>
public sealed class RollupCache : IDisposable
{
    private const long MaxBytes = 128L << 20;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    public bool TryGet(RollupKey key, long version, [NotNullWhen(true)] out Rollup? rollup)
    {
        rollup = _cache.TryGetValue<Entry>(key, out var entry) && entry!.Version == version ? entry.Rollup : null;
        return rollup is not null;
    }

    public void Set(RollupKey key, long version, Rollup rollup) =>
        _cache.Set(key, new Entry(version, rollup), new MemoryCacheEntryOptions { Size = RollupSize.ApproximateBytes(rollup) });

    public void Dispose() => _cache.Dispose();

    private sealed record Entry(long Version, Rollup Rollup);
}
