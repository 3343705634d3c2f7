using System.Text.Json;
using CsCheck;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Processing.Users;

namespace Pipeline.Contracts.Users;

/// <summary>What <see cref="IUserStore"/> promises, whatever lies behind it.</summary>
public abstract class UserStoreContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the store on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IUserStore> CreateAsync();

    [Fact]
    public async Task GetNumbers_NewUsersOneAfterTheOther_AreDenseFromZero()
    {
        var store = await CreateAsync();

        var first = await store.GetNumbersAsync(["a", "b", "a"], Token);
        var second = await store.GetNumbersAsync(["b", "c", "d"], Token);

        Assert.Equal([0, 1], first.Values.Order());
        Assert.Equal(first["b"], second["b"]);
        Assert.Equal([2, 3], new[] { second["c"], second["d"] }.Order());
        Assert.Equal(3, second.Count);
    }

    [Fact]
    public async Task GetNumbers_ConcurrentCallers_AgreeAndGiveSmallNumbersOnce()
    {
        var store = await CreateAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(
            () => store.GetNumbersAsync(Enumerable.Range(caller * 5, 50).Select(i => $"user {i}").ToList(), Token), Token)));

        var byUser = answers.SelectMany(numbers => numbers).ToLookup(pair => pair.Key, pair => pair.Value);
        Assert.All(byUser, user => Assert.Single(user.Distinct()));
        Assert.Equal(byUser.Count, byUser.Select(user => user.First()).Distinct().Count());
        // No caller may use up more numbers than it asked for.
        Assert.All(byUser, user => Assert.InRange(user.First(), 0, 16 * 50 - 1));
    }

    [Fact]
    public async Task GetNumbers_AfterReopen_AreTheSame()
    {
        var store = await CreateAsync();
        var before = await store.GetNumbersAsync(["a", "A", "ä", "🛒"], Token);

        var reopened = await CreateAsync();

        Assert.Equal(before, await reopened.GetNumbersAsync(["a", "A", "ä", "🛒"], Token));
        Assert.Equal(4, (await reopened.GetNumbersAsync(["new"], Token))["new"]);
    }

    [Fact]
    public async Task PutProfiles_NewUser_MakesTheUserWithEveryField()
    {
        var store = await CreateAsync();
        var profile = new UserProfile("u", "Zoë", "O'Neil", 42, "DE", "de", JsonElement.Parse("""{"tier":"gold","tags":[1,2]}"""));

        await store.PutProfilesAsync([new ProfileUpdate(profile, Noon, 1)], Token);

        var found = await store.FindAsync("u", Token);
        Assert.Equal(profile with { Metadata = null }, found! with { Metadata = null });
        Assert.True(JsonElement.DeepEquals(profile.Metadata!.Value, found.Metadata!.Value));
        Assert.Equal(0, (await store.GetNumbersAsync(["u"], Token))["u"]);
    }

    [Fact]
    public async Task PutProfiles_NewerUpdate_ReplacesTheWholeProfile()
    {
        var store = await CreateAsync();
        await store.PutProfilesAsync([Update("u", "Ann", Noon, 1)], Token);

        await store.PutProfilesAsync([new ProfileUpdate(Named("u", null) with { Country = "FR" }, Noon.AddMinutes(1), 0)], Token);

        Assert.Equal(Named("u", null) with { Country = "FR" }, await store.FindAsync("u", Token));
    }

    [Fact]
    public async Task PutProfiles_AnyOrderAndGrouping_NewestByReceiptThenSequenceWins()
    {
        // All within a millisecond, and the newest has the lowest sequence.
        (int ticks, long sequence)[] versions = [(0, 0), (0, 7), (1, 3), (1, 7), (9_999, 0)];
        var run = 0;
        await Gen.Shuffle(versions).Select(Gen.Int[1, 4]).SampleAsync(
            async (order, group) =>
            {
                var store = await CreateAsync();
                var user = $"u{run++}";
                foreach (var chunk in order.Concat(order[..2]).Chunk(group))
                {
                    await store.PutProfilesAsync(
                        chunk.Select(v => Update(user, $"{v.ticks}/{v.sequence}", Noon.AddTicks(v.ticks), v.sequence)).ToList(), Token);
                }

                Assert.Equal("9999/0", (await store.FindAsync(user, Token))!.Fname);
            },
            iter: 20,
            threads: 1);
    }

    [Fact]
    public async Task Find_UserWithoutProfile_HasTheIdAlone()
    {
        var store = await CreateAsync();
        await store.GetNumbersAsync(["u"], Token);

        Assert.Equal(Named("u", null), await store.FindAsync("u", Token));
        Assert.Null(await store.FindAsync("U", Token));
    }

    [Fact]
    public async Task GetFirst_Limit_ReturnsFirstUsersById()
    {
        var store = await CreateAsync();
        await store.GetNumbersAsync(["c", "B", "a", "b"], Token);

        Assert.Equal(["B", "a", "b"], (await store.GetFirstAsync(3, Token)).Select(user => user.UserId));
    }

    [Fact]
    public async Task PutProfiles_ThenReopen_KeepsProfileAndItsVersion()
    {
        var store = await CreateAsync();
        await store.PutProfilesAsync([Update("u", "new", Noon, 5)], Token);

        var reopened = await CreateAsync();
        await reopened.PutProfilesAsync([Update("u", "old", Noon, 4)], Token);

        Assert.Equal("new", (await reopened.FindAsync("u", Token))!.Fname);
    }

    private static UserProfile Named(string id, string? name) => new(id, name, null, null, null, null, null);

    private static ProfileUpdate Update(string id, string name, DateTimeOffset receivedAt, long sequence) =>
        new(Named(id, name), receivedAt, sequence);
}
