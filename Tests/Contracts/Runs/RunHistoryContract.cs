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
            StartedByName = "Ann",
            HangfireId = "h2",
            RetriedBy = "9",
        };
        var counting = Run("3", minute: 2) with { Progress = new RunProgress(0, null, 0, null) };
        await history.SaveAsync(failed, Token);
        await history.SaveAsync(Run("1", minute: 0), Token);
        await history.SaveAsync(counting, Token);

        Assert.Equal([counting, failed, Run("1", minute: 0)], await GetAllAsync(history));
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

        Assert.Equal([done], await GetAllAsync(history));
    }

    [Fact]
    public async Task Add_KnownId_LeavesWhatIsThere()
    {
        var history = await CreateAsync();
        var running = Run("1", minute: 0) with { State = RunState.Running };
        await history.SaveAsync(running, Token);

        await history.AddAsync(Run("1", minute: 0), Token);
        await history.AddAsync(Run("2", minute: 1), Token);

        Assert.Equal([Run("2", minute: 1), running], await GetAllAsync(history));
    }

    public static TheoryData<RunFilter, string> Filters => new()
    {
        { new(), "5 4 3 2 1 0" },
        { new(Job: "even"), "4 2 0" },
        { new(Job: "e%"), "" },
        { new(State: RunState.Failed), "5 4" },
        { new(Job: "even", State: RunState.Failed), "4" },
        { new(From: Noon.AddMinutes(2), To: Noon.AddMinutes(4)), "3 2" },
        { new(From: Noon.AddMinutes(2).AddTicks(1), To: Noon.AddMinutes(4).AddTicks(1)), "4 3" },
        { new(Text: "EVEN"), "4 2 0" },
        { new(Text: "{\"day\":\"3_%\"}"), "3" },
        { new(Text: "ann"), "1" },
        { new(Text: "ÄNNE"), "0" },
        { new(Text: "änne"), "" },
        { new(Job: "odd", Text: "day", From: Noon.AddMinutes(3)), "5 3" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Get_Filter_FindsAndCountsWhatItLetsThrough(RunFilter filter, string expected)
    {
        var history = await CreateAsync();
        for (var i = 0; i < 6; i++)
        {
            await history.SaveAsync(
                Run($"{i}", minute: i, job: i % 2 == 0 ? "even" : "odd") with
                {
                    State = i < 4 ? RunState.Succeeded : RunState.Failed,
                    Arguments = $$"""{"day":"{{i}}_%"}""",
                    StartedByName = i switch { 0 => "Änne", 1 => "Ann", _ => null },
                },
                Token);
        }

        var found = await history.GetAsync(filter, null, 10, Token);

        Assert.Equal(expected, string.Join(' ', found.Select(run => run.Id)));
        Assert.Equal(found.Count, await history.CountAsync(filter, Token));
    }

    [Fact]
    public async Task Get_AfterACursor_GoesOnBehindItWithoutARepeat()
    {
        var history = await CreateAsync();
        foreach (var id in new[] { "b", "c", "a", "B", "d" })
        {
            await history.SaveAsync(Run(id, minute: id == "d" ? 1 : 0), Token);
        }

        List<string> seen = [];
        for (RunCursor? after = null; await history.GetAsync(new(), after, 2, Token) is [.., var last] page; after = RunCursor.After(last))
        {
            seen.AddRange(page.Select(run => run.Id));
        }

        Assert.Equal(["d", "c", "b", "a", "B"], seen);
    }

    [Fact]
    public async Task SetRetried_SomeRuns_NotesTheRunOnThemAlone()
    {
        var history = await CreateAsync();
        await history.SaveAsync(Run("1", minute: 0), Token);
        await history.SaveAsync(Run("2", minute: 1), Token);

        await history.SetRetriedAsync(["1", "none"], "9", Token);
        await history.SetRetriedAsync([], "9", Token);

        Assert.Equal([Run("2", minute: 1), Run("1", minute: 0) with { RetriedBy = "9" }], await GetAllAsync(history));
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

        Assert.Equal(["at", "running"], (await GetAllAsync(history)).Select(run => run.Id));
    }

    private static Task<IReadOnlyList<JobRun>> GetAllAsync(IRunHistory history) => history.GetAsync(new(), null, 10, Token);

    private static JobRun Run(string id, int minute, string job = "refresh-rollups") =>
        new(id, job, "{}", StartedBy.Schedule, 0, RunState.Queued, Noon.AddMinutes(minute));
}
