using Pipeline.Core.Runs;

namespace Pipeline.Contracts.Runs;

/// <summary>What <see cref="IRunHistory"/> promises, whatever lies behind it.</summary>
public abstract class RunHistoryContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the history on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IRunHistory> CreateAsync();

    [Fact]
    public async Task Save_NewRuns_AreReadBackUnchangedNewestFirst()
    {
        var history = await CreateAsync();
        var failed = Run("2", minute: 1) with
        {
            Arguments = """{"from":"2025-03-30"}""",
            StartedBy = StartedBy.Api,
            Attempt = 3,
            State = RunState.Failed,
            StartedAt = Noon.AddMinutes(1),
            EndedAt = Noon.AddMinutes(2),
            Progress = new RunProgress(5_000_000_000, 6_000_000_000, 12.5, 80_000_000),
            Result = "half",
            Error = "IOException: disk",
        };
        var counting = Run("3", minute: 2) with { Progress = new RunProgress(0, null, 0, null) };
        await history.SaveAsync(failed, Token);
        await history.SaveAsync(Run("1", minute: 0), Token);
        await history.SaveAsync(counting, Token);

        Assert.Equal([counting, failed, Run("1", minute: 0)], await history.GetRecentAsync(null, 10, Token));
        Assert.Equal(failed, await history.FindAsync("2", Token));
        Assert.Null(await history.FindAsync("4", Token));
    }

    [Fact]
    public async Task Save_AnyStateAndStarter_IsReadBack()
    {
        var history = await CreateAsync();
        foreach (var run in Enum.GetValues<RunState>().Select(state => Run($"{state}", minute: 0) with { State = state })
            .Concat(Enum.GetValues<StartedBy>().Select(starter => Run($"{starter}", minute: 0) with { StartedBy = starter })))
        {
            await history.SaveAsync(run, Token);

            Assert.Equal(run, await history.FindAsync(run.Id, Token));
        }
    }

    [Fact]
    public async Task Save_KnownId_Replaces()
    {
        var history = await CreateAsync();
        await history.SaveAsync(Run("1", minute: 0), Token);
        var done = Run("1", minute: 0) with { State = RunState.Succeeded, EndedAt = Noon.AddMinutes(1), Result = "done" };

        await history.SaveAsync(done, Token);

        Assert.Equal([done], await history.GetRecentAsync(null, 10, Token));
    }

    [Fact]
    public async Task Add_KnownId_LeavesWhatIsThere()
    {
        var history = await CreateAsync();
        var running = Run("1", minute: 0) with { State = RunState.Running };
        await history.SaveAsync(running, Token);

        await history.AddAsync(Run("1", minute: 0), Token);
        await history.AddAsync(Run("2", minute: 1), Token);

        Assert.Equal([Run("2", minute: 1), running], await history.GetRecentAsync(null, 10, Token));
    }

    [Fact]
    public async Task GetRecent_JobAndLimit_KeepsTheNewestOfThatJob()
    {
        var history = await CreateAsync();
        for (var i = 0; i < 6; i++)
        {
            await history.SaveAsync(Run($"{i}", minute: i, job: i % 2 == 0 ? "even" : "odd"), Token);
        }

        Assert.Equal(["4", "2"], (await history.GetRecentAsync("even", 2, Token)).Select(run => run.Id));
        Assert.Equal(["5", "4", "3"], (await history.GetRecentAsync(null, 3, Token)).Select(run => run.Id));
        Assert.Empty(await history.GetRecentAsync("e%", 3, Token));
    }

    [Fact]
    public async Task GetUnfinished_RunsLeftByADeadProcess_ComeBackOldestFirst()
    {
        var history = await CreateAsync();
        var running = Run("running", minute: 2) with { State = RunState.Running, Attempt = 1, StartedAt = Noon.AddMinutes(3) };
        await history.SaveAsync(running, Token);
        await history.SaveAsync(Run("done", minute: 1) with { State = RunState.Succeeded, EndedAt = Noon }, Token);
        await history.SaveAsync(Run("queued", minute: 0), Token);

        var reopened = await CreateAsync();

        Assert.Equal([Run("queued", minute: 0), running], await reopened.GetUnfinishedAsync(Token));
    }

    [Fact]
    public async Task Purge_Before_RemovesRunsThatEndedEarlier()
    {
        var history = await CreateAsync();
        await history.SaveAsync(Run("running", minute: 0) with { State = RunState.Running }, Token);
        await history.SaveAsync(Run("old", minute: 0) with { State = RunState.Failed, EndedAt = Noon.AddMinutes(4) }, Token);
        await history.SaveAsync(Run("interrupted", minute: 0) with { State = RunState.Interrupted, EndedAt = Noon.AddMinutes(4) }, Token);
        await history.SaveAsync(Run("at", minute: 1) with { State = RunState.Succeeded, EndedAt = Noon.AddMinutes(5) }, Token);

        Assert.Equal(2, await history.PurgeAsync(Noon.AddMinutes(5), Token));

        Assert.Equal(["at", "running"], (await history.GetRecentAsync(null, 10, Token)).Select(run => run.Id));
    }

    private static JobRun Run(string id, int minute, string job = "refresh-rollups") =>
        new(id, job, "{}", StartedBy.Schedule, 0, RunState.Queued, Noon.AddMinutes(minute));
}
