using Pipeline.Core.Rollups;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Rollups;

public sealed class RollupLoaderTests : IDisposable
{
    private static readonly RollupKey A = RollupKey.Slice(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly RollupKey B = RollupKey.Slice(new DateTimeOffset(2025, 1, 1, 0, 1, 0, TimeSpan.Zero));
    private readonly InMemoryRollupStore _store = new();
    private readonly RollupCache _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task LoadAsync_SameVersionAgain_ReadsNoContent()
    {
        var loader = new RollupLoader(_store, _cache);
        await PutAsync(A, sessions: 1, version: 1);
        await loader.LoadAsync([A, B], Token);

        var loaded = await loader.LoadAsync([A, B], Token);

        Assert.Equal(1, Assert.Single(loaded).Value.Sessions);
        Assert.Equal(1, _store.BucketsRead);
    }

    [Fact]
    public async Task SumAsync_NewVersion_ReadsThatBucketOnly()
    {
        var loader = new RollupLoader(_store, _cache);
        await PutAsync(A, sessions: 1, version: 1);
        await PutAsync(B, sessions: 2, version: 1);
        await loader.SumAsync([A, B], Token);
        await PutAsync(B, sessions: 30, version: 2);

        var sum = await loader.SumAsync([A, B], Token);

        Assert.Equal(31, sum.Sessions);
        Assert.Equal(3, _store.BucketsRead);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task PutAsync(RollupKey key, long sessions, long version) => _store.PutAsync(
        [new StoredRollup(key, RollupCodec.Encode(new Rollup { Sessions = sessions }), DateTimeOffset.UnixEpoch, null, version)], Token);
}
