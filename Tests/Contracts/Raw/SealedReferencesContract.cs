using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Contracts.Raw;

/// <summary>What becomes of the references to a day's events when the day is sealed and dropped.</summary>
public abstract class SealedReferencesContract
{
    private static readonly DateOnly Day = new(2025, 3, 30);
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the stores on this test's own storage, empty at first.</summary>
    protected abstract Task<(IRawStore Raw, ISealedDays Sealed, ISessionStore Sessions)> CreateAsync();

    [Fact]
    public async Task FindKeys_DaySealed_FindsThemUntilItIsDropped()
    {
        var (raw, days, sessions) = await CreateAsync();
        var key = await StoreAsync(raw, sessions, Noon);
        var next = await StoreAsync(raw, sessions, Noon.AddDays(1));
        await days.SealAsync(new SealedDay(Day, 1), Token);

        Assert.Equal([key, next], await FindKeysAsync(sessions));

        await days.DropAsync(new SealedDay(Day, 1), Token);
        Assert.Equal([next], await FindKeysAsync(sessions));
    }

    [Fact]
    public async Task FindKeys_OpenAndSealedOnes_AreMerged()
    {
        var (raw, days, sessions) = await CreateAsync();
        var keys = new List<EventKey>();
        for (var generation = 1; generation <= 11; generation++)
        {
            // Later generations have earlier events, too.
            keys.Add(await StoreAsync(raw, sessions, Noon.AddMinutes(generation % 3)));
            keys.Add(await StoreAsync(raw, sessions, Noon.AddMinutes(generation)));
            await days.SealAsync(new SealedDay(Day, generation), Token);
        }

        keys.Add(await StoreAsync(raw, sessions, Noon));

        Assert.Equal(keys.Order(), await FindKeysAsync(sessions));
        var first = Assert.Single(await sessions.FindKeysAsync(
            await VisitsAsync(sessions), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 5, Token));
        Assert.Equal(keys.Order().Take(5), first);
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(2, 1, 3)]
    public async Task FindKeys_GenerationsDroppedInAnyOrder_FindsTheOthers(params int[] order)
    {
        var (raw, days, sessions) = await CreateAsync();
        var keys = new Dictionary<int, EventKey>();
        for (var generation = 1; generation <= 3; generation++)
        {
            keys.Add(generation, await StoreAsync(raw, sessions, Noon.AddMinutes(generation)));
            await days.SealAsync(new SealedDay(Day, generation), Token);
        }

        keys.Add(4, await StoreAsync(raw, sessions, Noon.AddMinutes(4)));

        foreach (var generation in order)
        {
            await days.DropAsync(new SealedDay(Day, generation), Token);
            keys.Remove(generation);
            Assert.Equal(keys.Values.Order(), await FindKeysAsync(sessions));
        }
    }

    [Fact]
    public async Task Touch_RedeliveredAfterSeal_KeysComeOnce()
    {
        var (raw, days, sessions) = await CreateAsync();
        var key = await StoreAsync(raw, sessions, Noon);
        await days.SealAsync(new SealedDay(Day, 1), Token);

        await TouchAsync(sessions, key);

        Assert.Equal([key], await FindKeysAsync(sessions));
    }

    [Fact]
    public async Task Seal_EventWhoseReferenceComesLater_IsFound()
    {
        // A worker has stored an event and not yet touched its session.
        var (raw, days, sessions) = await CreateAsync();
        var key = await InsertAsync(raw, Noon);
        await days.SealAsync(new SealedDay(Day, 1), Token);
        await TouchAsync(sessions, key);
        var late = await StoreAsync(raw, sessions, Noon.AddMinutes(1));
        await days.SealAsync(new SealedDay(Day, 2), Token);

        Assert.Equal([key, late], await FindKeysAsync(sessions));
    }

    [Fact]
    public async Task Seal_DayWithoutReferences_Works()
    {
        var (raw, days, sessions) = await CreateAsync();
        await InsertAsync(raw, Noon);

        await days.SealAsync(new SealedDay(Day, 1), Token);
        Assert.Equal(1, await days.CountAsync(new SealedDay(Day, 1), Token));
        await days.DropAsync(new SealedDay(Day, 1), Token);

        Assert.Empty(await days.GetAsync(Day, Day, Token));
        var key = await StoreAsync(raw, sessions, Noon);
        Assert.Equal([key], await FindKeysAsync(sessions));
    }

    private protected static async Task<EventKey> StoreAsync(IRawStore raw, ISessionStore sessions, DateTimeOffset time)
    {
        var key = await InsertAsync(raw, time);
        await TouchAsync(sessions, key);
        return key;
    }

    private protected static async Task<IReadOnlyList<EventKey>> FindKeysAsync(ISessionStore sessions) =>
        Assert.Single(await sessions.FindKeysAsync(
            await VisitsAsync(sessions), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 1_000, Token));

    private static async Task<EventKey> InsertAsync(IRawStore raw, DateTimeOffset time)
    {
        var e = new Event(Guid.NewGuid(), time, "user", "session", EventTypes.PageView, "/", default);
        await raw.InsertAsync(e.UtcDay, [new RawEvent(e, 1)], Token);
        return e.Key;
    }

    private static Task TouchAsync(ISessionStore sessions, EventKey key) =>
        sessions.TouchAsync([new VisitTouch("session", "user", [key])], Token);

    private static Task<IReadOnlyList<Visit>> VisitsAsync(ISessionStore sessions) =>
        sessions.FindVisitsAsync("user", null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, Token);
}
