using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Contracts.Quarantine;

/// <summary>What <see cref="IQuarantineStore"/> promises, whatever lies behind it.</summary>
public abstract class QuarantineStoreContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the store on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IQuarantineStore> CreateAsync();

    [Fact]
    public async Task Add_Entries_AreReadBackUnchanged()
    {
        var store = await CreateAsync();
        QuarantineEntry[] entries =
        [
            Entry("1", 0) with { Kind = QuarantineKind.Profile, Payload = "{\"a\":\"ü🛒\u0000\"}", Detail = "" },
            Entry("2", 1) with { Kind = QuarantineKind.Message, Payload = new string('x', 60_000) },
        ];

        Assert.Equal(entries, await store.AddAsync(entries, Token));

        Assert.Equal(entries, await store.GetOpenAsync(10, Token));
        Assert.Equal(2, await store.CountOpenAsync(Token));
    }

    [Fact]
    public async Task Add_KnownId_LeavesTheFirstAsItIsAndTellsOfTheNewOnly()
    {
        var store = await CreateAsync();
        var first = Entry("1", 0);
        await store.AddAsync([first], Token);

        var added = await store.AddAsync([first with { Reason = "other", QuarantinedAt = Noon.AddHours(1) }, Entry("2", 5)], Token);

        Assert.Equal([Entry("2", 5)], added);
        Assert.Equal([first, Entry("2", 5)], await store.GetOpenAsync(10, Token));
    }

    [Fact]
    public async Task GetOpen_Limit_KeepsTheOldest()
    {
        var store = await CreateAsync();
        await store.AddAsync([Entry("c", 3), Entry("a", 1)], Token);
        await store.AddAsync([Entry("b", 2)], Token);

        Assert.Equal(["a", "b"], (await store.GetOpenAsync(2, Token)).Select(entry => entry.Id));
        Assert.Equal(3, await store.CountOpenAsync(Token));
    }

    [Fact]
    public async Task GetOpen_NothingAdded_IsEmpty()
    {
        var store = await CreateAsync();

        Assert.Empty(await store.GetOpenAsync(10, Token));
        Assert.Equal(0, await store.CountOpenAsync(Token));
    }

    [Fact]
    public async Task Add_ThenReopen_KeepsTheEntries()
    {
        var store = await CreateAsync();
        await store.AddAsync([Entry("1", 0)], Token);

        var reopened = await CreateAsync();
        await reopened.AddAsync([Entry("1", 9)], Token);

        Assert.Equal([Entry("1", 0)], await reopened.GetOpenAsync(10, Token));
    }

    private static QuarantineEntry Entry(string id, int minute) => new(
        id, QuarantineKind.Event, "invalid: userId", "userId: too long (got 300 characters)", "{}", Noon, Noon.AddMinutes(minute));
}
