using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.UserSets;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Rollups;

public sealed class RollupLoaderTests : IDisposable
{
    private static readonly BucketKey A = new(BucketLevel.Hour, "UTC", new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly BucketKey B = new(BucketLevel.Hour, "UTC", new DateTimeOffset(2025, 1, 1, 1, 0, 0, TimeSpan.Zero));

    private readonly InMemoryRollupStore _store = new();
    private readonly PartCache _cache = new();
    private readonly RollupLoader _loader;

    public RollupLoaderTests() => _loader = new RollupLoader(_store);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task SumAsync_SameVersionsAgain_ReadsNoContent()
    {
        await PutAsync(A, "/a", version: 1);
        await SumAsync();

        var sum = await SumAsync();

        Assert.Equal(1, sum.PageViews["/a"]);
        Assert.Equal(2, _store.PartsRead);
    }

    [Fact]
    public async Task SumAsync_NewVersion_ReadsThatBucketOnly()
    {
        await PutAsync(A, "/a", version: 1);
        await PutAsync(B, "/a", version: 1);
        await SumAsync();
        await PutAsync(B, "/b", version: 2);

        var sum = await SumAsync();

        Assert.Equal((1, 1, 2), (sum.PageViews["/a"], sum.PageViews["/b"], sum.Sessions));
        Assert.Equal(6, _store.PartsRead);
    }

    [Fact]
    public async Task TrySumPartsAsync_OnePart_ReadsNoOther()
    {
        await PutAsync(A, "/a", version: 1);

        var sum = await _loader.TrySumPartsAsync(await _store.GetAsync([A], Token), [RollupPart.Users], null, Token);

        Assert.Equal((1, 0), (sum!.Users.Count, sum.PageViews.Counts.Count));
        Assert.Equal(1, _store.PartsRead);
    }

    [Fact]
    public async Task TrySumPartsAsync_BucketWrittenMeanwhile_IsNull()
    {
        await PutAsync(A, "/a", version: 1);
        var old = await _store.GetAsync([A], Token);
        await PutAsync(A, "/b", version: 2);

        Assert.Null(await _loader.TrySumPartsAsync(old, [RollupPart.PageViews], null, Token));
    }

    [Fact]
    public async Task SumAsync_BucketWrittenMeanwhile_LooksAgain()
    {
        await PutAsync(A, "/a", version: 1);
        var old = await _store.GetAsync([A], Token);
        await PutAsync(A, "/b", version: 2);
        var looks = 0;

        var sum = await _loader.SumAsync(() => looks++ == 0 ? Task.FromResult(old) : _store.GetAsync([A], Token), _cache, Token);

        Assert.Equal((0, 1), (sum.PageViews["/a"], sum.PageViews["/b"]));
    }

    [Fact]
    public async Task SumAsync_BucketWrittenAgainAndAgain_GivesUp()
    {
        await PutAsync(A, "/a", version: 1);
        var old = await _store.GetAsync([A], Token);
        await PutAsync(A, "/b", version: 2);

        await Assert.ThrowsAsync<TransientStorageException>(() => _loader.SumAsync(() => Task.FromResult(old), _cache, Token));
    }

    [Fact]
    public async Task SumAsync_DamagedPart_NamesBucketAndPart()
    {
        await PutAsync(A, "/a", version: 1);
        _store.Damage(A, RollupPart.Users.Name);

        var damaged = await Assert.ThrowsAsync<DamagedBucketException>(SumAsync);

        Assert.Equal(A, damaged.Bucket);
        Assert.Contains("users", damaged.Message, StringComparison.Ordinal);
    }

    private Task<Rollup> SumAsync() => _loader.SumAsync(() => _store.GetAsync([A, B], Token), _cache, Token);

    private Task PutAsync(BucketKey key, string page, long version) => _store.PutAsync(
        key,
        new Rollup { Sessions = 1, PageViews = KeyedCounts.Of([new(page, 1)]), Users = UserSet.Of([page.Length + (int)version]) },
        version,
        Token);
}
