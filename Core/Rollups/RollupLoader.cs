namespace Pipeline.Core.Rollups;

/// <summary>Reads buckets, decoding only those whose stored version is not in the cache.</summary>
public sealed class RollupLoader(IRollupStore store, RollupCache cache)
{
    /// <summary>The buckets that exist among <paramref name="keys"/>.</summary>
    public async Task<IReadOnlyDictionary<RollupKey, Rollup>> LoadAsync(
        IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken)
    {
        var loaded = new Dictionary<RollupKey, Rollup>(keys.Count);
        var missing = new List<RollupKey>();
        foreach (var (key, version, _) in await store.GetVersionsAsync(keys, cancellationToken))
        {
            if (cache.TryGet(key, version, out var rollup))
            {
                loaded.Add(key, rollup);
            }
            else
            {
                missing.Add(key);
            }
        }

        if (missing.Count == 0)
        {
            return loaded;
        }

        foreach (var stored in await store.GetAsync(missing, cancellationToken))
        {
            var rollup = RollupCodec.Decode(stored.Content);
            cache.Set(stored.Key, stored.Version, rollup);
            loaded.Add(stored.Key, rollup);
        }

        return loaded;
    }

    /// <summary>The sum of the buckets that exist among <paramref name="keys"/>.</summary>
    public async Task<Rollup> SumAsync(IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken) =>
        Rollup.Sum([.. (await LoadAsync(keys, cancellationToken)).Values]);
}
