using Pipeline.Core.Alarms;
using Pipeline.Testing;

namespace Pipeline.Contracts.Alarms;

/// <summary>What <see cref="IAlarmStore"/> promises, whatever lies behind it.</summary>
public abstract class AlarmStoreContract
{
    private static readonly DateTimeOffset Later = Builders.Noon.AddMinutes(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store on this test's own storage, empty at first; a second call opens the same storage again.</summary>
    protected abstract Task<IAlarmStore> CreateAsync();

    [Fact]
    public async Task Open_NewAlarm_IsReadBackUnchangedAfterReopening()
    {
        Assert.True(await (await CreateAsync()).OpenAsync(New("1"), Token));

        Assert.Equal([New("1")], await ListAsync(await CreateAsync()));
    }

    [Fact]
    public async Task Open_WhileAnotherOfItsKindAndSubjectIsOpen_ChangesNothing()
    {
        var store = await CreateAsync();
        await store.OpenAsync(New("1"), Token);

        Assert.False(await store.OpenAsync(New("2", minutes: 1), Token));
        Assert.True(await store.OpenAsync(New("3", subject: "other"), Token));
        Assert.True(await store.OpenAsync(New("4", kind: AlarmKind.JobFailed), Token));

        Assert.Equal(["4", "3", "1"], (await ListAsync(store)).Select(alarm => alarm.Id));
    }

    [Fact]
    public async Task Open_ManyAtOnce_OneWins()
    {
        var store = await CreateAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => store.OpenAsync(New($"{i}"), Token)));

        Assert.Single(opened, won => won);
        Assert.Single(await ListAsync(store));
    }

    [Fact]
    public async Task Close_OpenAlarm_ClosesItOnceAndMakesRoomForANewOne()
    {
        var store = await CreateAsync();
        await store.OpenAsync(New("1"), Token);

        Assert.False(await store.CloseAsync(AlarmKind.Gap, "other", Later, Token));
        Assert.False(await store.CloseAsync(AlarmKind.JobFailed, "p", Later, Token));
        Assert.True(await store.CloseAsync(AlarmKind.Gap, "p", Later, Token));
        Assert.False(await store.CloseAsync(AlarmKind.Gap, "p", Later.AddDays(1), Token));
        Assert.True(await store.OpenAsync(New("2"), Token));
        Assert.True(await store.CloseAsync(AlarmKind.Gap, "p", Later, Token));

        Assert.Equal([New("2") with { ClearedAt = Later }, New("1") with { ClearedAt = Later }], await ListAsync(store));
    }

    [Fact]
    public async Task Acknowledge_Twice_KeepsTheFirst()
    {
        var store = await CreateAsync();
        await store.OpenAsync(New("1"), Token);

        var acknowledged = New("1") with { AcknowledgedBy = "ada", AcknowledgedAt = Later };
        Assert.Equal(acknowledged, await store.AcknowledgeAsync("1", "ada", Later, Token));
        Assert.Equal(acknowledged, await store.AcknowledgeAsync("1", "bob", Later.AddDays(1), Token));
        Assert.Null(await store.AcknowledgeAsync("2", "ada", Later, Token));
        Assert.Equal([acknowledged], await ListAsync(store));
    }

    [Fact]
    public async Task List_ByPages_HasOpenOnesFirstAndLatestFirst()
    {
        var store = await CreateAsync();
        foreach (var (id, minutes) in new[] { ("a", 1), ("b", 9), ("c", 1), ("d", 3), ("e", 5) })
        {
            await store.OpenAsync(New(id, subject: id, minutes: minutes), Token);
        }

        await store.CloseAsync(AlarmKind.Gap, "b", Later, Token);
        await store.CloseAsync(AlarmKind.Gap, "d", Later, Token);

        var ids = new List<string>();
        AlarmPosition? after = null;
        while (await store.ListAsync(isOpen: null, after, 2, Token) is { Count: > 0 } page)
        {
            ids.AddRange(page.Select(alarm => alarm.Id));
            after = AlarmPosition.After(page[^1]);
        }

        Assert.Equal(["e", "c", "a", "b", "d"], ids);
        Assert.Equal(["e", "c", "a"], (await store.ListAsync(isOpen: true, after: null, 9, Token)).Select(alarm => alarm.Id));
        Assert.Equal(["b", "d"], (await store.ListAsync(isOpen: false, after: null, 9, Token)).Select(alarm => alarm.Id));
        Assert.Equal((5, 3, 2), (await store.CountAsync(null, Token), await store.CountAsync(true, Token), await store.CountAsync(false, Token)));
    }

    [Fact]
    public async Task GetUntold_NewAndClosedAlarms_AreThereUntilTold()
    {
        var store = await CreateAsync();
        await store.OpenAsync(New("1", minutes: 1), Token);
        await store.OpenAsync(New("2", subject: "q"), Token);
        Assert.Equal(["2", "1"], await UntoldAsync(store));
        Assert.Equal(["2"], (await store.GetUntoldAsync(Builders.Noon, 1, Token)).Select(alarm => alarm.Id));

        await store.NoteToldAsync("1", AlarmNews.Raised, Token);
        await store.NoteToldAsync("unknown", AlarmNews.Raised, Token);
        Assert.Equal(["2"], await UntoldAsync(store));

        await store.CloseAsync(AlarmKind.Gap, "p", Later, Token);
        await store.CloseAsync(AlarmKind.Gap, "q", Later, Token);
        store = await CreateAsync();
        Assert.Equal(["2", "1"], await UntoldAsync(store));
        Assert.Equal([AlarmNews.None, AlarmNews.Raised], (await store.GetUntoldAsync(Builders.Noon, 9, Token)).Select(alarm => alarm.Told));

        await store.NoteToldAsync("1", AlarmNews.Cleared, Token);
        await store.NoteToldAsync("1", AlarmNews.Raised, Token);
        await store.NoteToldAsync("2", AlarmNews.Raised, Token);
        Assert.Equal(["2"], await UntoldAsync(store));

        await store.NoteToldAsync("2", AlarmNews.Cleared, Token);
        Assert.Empty(await UntoldAsync(store));
        Assert.All(await ListAsync(store), alarm => Assert.Equal(AlarmNews.Cleared, alarm.Told));
    }

    [Fact]
    public async Task GetUntold_ClosedBeforeTheFirstInstantAskedFor_IsLeftOut()
    {
        var store = await CreateAsync();
        await store.OpenAsync(New("1"), Token);
        await store.OpenAsync(New("2", subject: "q"), Token);
        await store.CloseAsync(AlarmKind.Gap, "p", Later, Token);

        Assert.Equal(["1", "2"], (await store.GetUntoldAsync(Later, 9, Token)).Select(alarm => alarm.Id));
        Assert.Equal(["2"], (await store.GetUntoldAsync(Later.AddMilliseconds(1), 9, Token)).Select(alarm => alarm.Id));
    }

    [Fact]
    public async Task Purge_ClosedLongAgo_RemovesThemAlone()
    {
        var store = await CreateAsync();
        foreach (var id in new[] { "a", "b", "c" })
        {
            await store.OpenAsync(New(id, subject: id), Token);
        }

        await store.CloseAsync(AlarmKind.Gap, "a", Later, Token);
        await store.CloseAsync(AlarmKind.Gap, "b", Later.AddMilliseconds(1), Token);

        Assert.Equal(1, await store.PurgeAsync(Later.AddMilliseconds(1), Token));
        Assert.Equal(["c", "b"], (await ListAsync(store)).Select(alarm => alarm.Id));
    }

    private static KeptAlarm New(string id, string subject = "p", int minutes = 0, AlarmKind kind = AlarmKind.Gap) =>
        new(id, new Alarm(kind, subject, "Numbers 5 to 9 are missing.", Builders.Noon.AddMinutes(minutes)));

    private static async Task<IEnumerable<string>> UntoldAsync(IAlarmStore store) =>
        (await store.GetUntoldAsync(Builders.Noon, 9, Token)).Select(alarm => alarm.Id);

    private static Task<IReadOnlyList<KeptAlarm>> ListAsync(IAlarmStore store) => store.ListAsync(isOpen: null, after: null, 100, Token);
}
