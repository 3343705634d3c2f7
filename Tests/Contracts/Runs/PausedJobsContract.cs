using Pipeline.Core.Runs;

namespace Pipeline.Contracts.Runs;

/// <summary>What <see cref="IPausedJobs"/> promises, whatever lies behind it.</summary>
public abstract class PausedJobsContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens this test's own storage, empty at first; a second call closes and opens the same again.</summary>
    protected abstract Task<IPausedJobs> CreateAsync();

    [Fact]
    public async Task Pause_SomeJobs_AreKeptByNameOverARestart()
    {
        var paused = await CreateAsync();
        PausedJob[] pauses = [new("archive", "Zoë", Noon), new("purge", null, Noon.AddMilliseconds(1))];
        await paused.PauseAsync(pauses[1], Token);
        await paused.PauseAsync(pauses[0], Token);

        Assert.Equal(pauses, await (await CreateAsync()).GetAsync(Token));
    }

    [Fact]
    public async Task Pause_Twice_KeepsTheFirstNote()
    {
        var paused = await CreateAsync();
        await paused.PauseAsync(new("purge", "Ann", Noon), Token);

        await paused.PauseAsync(new("purge", "Bob", Noon.AddHours(1)), Token);

        Assert.Equal([new PausedJob("purge", "Ann", Noon)], await paused.GetAsync(Token));
    }

    [Fact]
    public async Task Resume_PausedOrNot_IsNotPaused()
    {
        var paused = await CreateAsync();
        await paused.PauseAsync(new("purge", "Ann", Noon), Token);
        await paused.PauseAsync(new("archive", "Ann", Noon), Token);

        await paused.ResumeAsync("purge", Token);
        await paused.ResumeAsync("purge", Token);

        Assert.Equal(["archive"], (await paused.GetAsync(Token)).Select(pause => pause.Job));
    }
}
