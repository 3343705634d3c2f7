using Pipeline.Core.Rollups;

namespace Pipeline.Contracts.Rollups;

/// <summary>What <see cref="IRollupStore"/> promises, whatever lies behind it.</summary>
public abstract class RollupStoreContract
{
    private const string Zone = "Europe/Berlin";

    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the store on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IRollupStore> CreateAsync();

    [Fact]
    public async Task NextFence_ConcurrentAndReopened_AlwaysGrows()
    {
        var store = await CreateAsync();
        var fences = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => store.NextFenceAsync(Token), Token)));

        var reopened = await CreateAsync();
        var next = await reopened.NextFenceAsync(Token);

        Assert.Equal(20, fences.Distinct().Count());
        Assert.True(next > fences.Max());
        Assert.True(await reopened.NextFenceAsync(Token) > next);
    }

    [Fact]
    public async Task Put_NewBuckets_AreReadBackUnchanged()
    {
        var store = await CreateAsync();
        StoredRollup[] rollups =
        [
            Stored(Hour(0), 1, [1, 2, 0, 255]),
            Stored(Hour(0) with { Zone = "UTC" }, 1, []) with { RevisedAt = Noon.AddDays(1) },
            Stored(Hour(0) with { Level = RollupLevel.Day }, 1, new byte[50_000]),
            Stored(RollupKey.Slice(DateTimeOffset.MinValue), 1, [3]),
        ];

        Assert.Empty(await store.PutAsync(rollups, Token));

        var read = await store.GetAsync([.. rollups.Select(r => r.Key), Hour(5)], Token);
        Assert.Equal(4, read.Count);
        Assert.All(rollups, expected =>
        {
            var actual = Assert.Single(read, r => r.Key == expected.Key);
            Assert.Equal(expected with { Content = default }, actual with { Content = default });
            Assert.Equal(expected.Content.ToArray(), actual.Content.ToArray());
        });
    }

    [Fact]
    public async Task Put_SameOrYoungerFence_Replaces()
    {
        var store = await CreateAsync();
        await store.PutAsync([Stored(Hour(0), 5, [1]) with { RevisedAt = Noon }], Token);

        Assert.Empty(await store.PutAsync([Stored(Hour(0), 5, [2])], Token));
        Assert.Empty(await store.PutAsync([Stored(Hour(0), 6, [3])], Token));

        var read = Assert.Single(await store.GetAsync([Hour(0)], Token));
        Assert.Equal(new RollupVersion(Hour(0), 6, null), new RollupVersion(read.Key, read.Version, read.RevisedAt));
        Assert.Equal([3], read.Content.ToArray());
    }

    [Fact]
    public async Task Put_OlderFence_IsRefusedForThatBucketAlone()
    {
        var store = await CreateAsync();
        await store.PutAsync([Stored(Hour(0), 6, [6])], Token);

        var refused = await store.PutAsync([Stored(Hour(0), 5, [5]), Stored(Hour(1), 5, [5])], Token);

        Assert.Equal([Hour(0)], refused);
        var versions = await store.GetVersionsAsync([Hour(0), Hour(1)], Token);
        Assert.Equal([(Hour(0), 6L), (Hour(1), 5L)], versions.Select(v => (v.Key, v.Version)).OrderBy(v => v.Key.Start));
        Assert.Equal([6], Assert.Single(await store.GetAsync([Hour(0)], Token)).Content.ToArray());
    }

    [Fact]
    public async Task Put_RacingFences_TheYoungestStays()
    {
        var store = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(1, 30).Select(fence => Task.Run(
            () => store.PutAsync([Stored(Hour(0), fence * 7 % 31, [(byte)(fence * 7 % 31)])], Token), Token)));

        var read = Assert.Single(await store.GetAsync([Hour(0)], Token));
        Assert.Equal(30, read.Version);
        Assert.Equal([30], read.Content.ToArray());
    }

    [Fact]
    public async Task GetVersions_KnownAndUnknownKeys_ReturnsThoseThatExist()
    {
        var store = await CreateAsync();
        await store.PutAsync([Stored(Hour(0), 3, [1]) with { RevisedAt = Noon }], Token);

        Assert.Equal([new RollupVersion(Hour(0), 3, Noon)], await store.GetVersionsAsync([Hour(0), Hour(1)], Token));
        Assert.Empty(await store.GetVersionsAsync([], Token));
    }

    [Fact]
    public async Task GetKeys_Range_IsHalfOpenAscendingWithinLevelAndZone()
    {
        var store = await CreateAsync();
        RollupKey[] keys =
            [Hour(3), Hour(-1), Hour(0), Hour(2), Hour(1) with { Zone = "UTC" }, Hour(1) with { Level = RollupLevel.Day }];
        await store.PutAsync(keys.Select(key => Stored(key, 1, [])).ToList(), Token);

        Assert.Equal([Hour(0), Hour(2)], await store.GetKeysAsync(RollupLevel.Hour, Zone, Noon, Noon.AddHours(3), Token));
        Assert.Equal(
            [Hour(-1), Hour(0), Hour(2), Hour(3)],
            await store.GetKeysAsync(RollupLevel.Hour, Zone, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token));
    }

    [Fact]
    public async Task CompleteThrough_SetInAnyOrder_NeverMovesBackwards()
    {
        var store = await CreateAsync();
        Assert.Null(await store.GetCompleteThroughAsync("UTC", Token));

        await store.SetCompleteThroughAsync("UTC", Noon, Token);
        await store.SetCompleteThroughAsync("UTC", Noon.AddMinutes(-1), Token);
        Assert.Equal(Noon, await store.GetCompleteThroughAsync("UTC", Token));

        await store.SetCompleteThroughAsync("UTC", Noon.AddMinutes(1), Token);
        Assert.Equal(Noon.AddMinutes(1), await store.GetCompleteThroughAsync("UTC", Token));
        Assert.Null(await store.GetCompleteThroughAsync("Europe/Berlin", Token));
    }

    [Fact]
    public async Task Put_ThenReopen_KeepsBucketsAndFences()
    {
        var store = await CreateAsync();
        await store.PutAsync([Stored(Hour(0), 6, [6])], Token);
        await store.SetCompleteThroughAsync("UTC", Noon, Token);

        var reopened = await CreateAsync();

        Assert.Equal([Hour(0)], await reopened.PutAsync([Stored(Hour(0), 5, [5])], Token));
        Assert.Equal([6], Assert.Single(await reopened.GetAsync([Hour(0)], Token)).Content.ToArray());
        Assert.Equal(Noon, await reopened.GetCompleteThroughAsync("UTC", Token));
    }

    private static RollupKey Hour(int hour) => new(RollupLevel.Hour, Zone, Noon.AddHours(hour));

    private static StoredRollup Stored(RollupKey key, long version, byte[] content) => new(key, content, Noon, null, version);
}
