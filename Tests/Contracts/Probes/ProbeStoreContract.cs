using Pipeline.Core.Processing.Probes;
using Pipeline.Testing;

namespace Pipeline.Contracts.Probes;

/// <summary>What <see cref="IProbeStore"/> promises, whatever lies behind it.</summary>
public abstract class ProbeStoreContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store on this test's own storage, empty at first; a second call opens the same storage again.</summary>
    protected abstract Task<IProbeStore> CreateAsync();

    [Fact]
    public async Task Note_EveryStage_KeepsTheFirstTimeAfterReopening()
    {
        var store = await CreateAsync();
        await store.AddAsync(Sent(0), Token);
        Assert.Equal([Sent(0)], await store.GetLatestAsync(9, Token));

        for (var i = 0; i < 2; i++)
        {
            await store.NoteAsync(At(0), ProbeStage.Stored, At(2 + i), Token);
            await store.NoteAsync(At(0), ProbeStage.Queued, At(1 + i), Token);
            await store.NoteRolledUpAsync(At(0), At(3 + i), Token);
            await store.AddAsync(Sent(0), Token);
        }

        Assert.Equal(
            [Sent(0) with { QueuedAt = At(1), StoredAt = At(2), RolledUpAt = At(3) }], await (await CreateAsync()).GetLatestAsync(9, Token));
    }

    [Fact]
    public async Task Note_UnknownProbe_IsIgnored()
    {
        var store = await CreateAsync();

        await store.NoteAsync(At(0), ProbeStage.Stored, At(1), Token);
        await store.NoteRolledUpAsync(At(0), At(1), Token);

        Assert.Empty(await store.GetLatestAsync(9, Token));
    }

    [Fact]
    public async Task NoteRolledUp_SomeSentLater_ConcernsTheEarlierOnes()
    {
        var store = await CreateAsync();
        await AddAsync(store, 5);

        await store.NoteRolledUpAsync(At(2), At(9), Token);

        Assert.Equal([null, null, At(9), At(9), At(9)], (await store.GetLatestAsync(9, Token)).Select(probe => probe.RolledUpAt));
    }

    [Fact]
    public async Task GetLatestAndRemove_Several_GoByTheTimeOfSending()
    {
        var store = await CreateAsync();
        await AddAsync(store, 5);
        Assert.Equal([Sent(4), Sent(3)], await store.GetLatestAsync(2, Token));

        await store.RemoveAsync(At(3), Token);

        Assert.Equal([Sent(4), Sent(3)], await store.GetLatestAsync(9, Token));
    }

    private static DateTimeOffset At(int milliseconds) => Builders.Noon.AddMilliseconds(milliseconds);

    private static Probe Sent(int milliseconds) => new(At(milliseconds));

    private static async Task AddAsync(IProbeStore store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await store.AddAsync(Sent(i), Token);
        }
    }
}
