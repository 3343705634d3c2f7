using Pipeline.Core.Runs;

namespace Pipeline.Contracts.Runs;

/// <summary>What <see cref="IRunLedger"/> promises, whatever lies behind it.</summary>
public abstract class RunLedgerContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the ledger on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IRunLedger> CreateAsync();

    [Fact]
    public async Task Save_NewRuns_AreReadBackUnchangedNewestFirst()
    {
        var ledger = await CreateAsync();
        var failed = Run("2", minute: 1) with
        {
            Attempt = 3, State = RunState.Failed, EndedAt = Noon.AddMinutes(2), Arguments = """["2025-03-30"]""", Error = "IOException: disk",
        };
        await ledger.SaveAsync(failed, Token);
        await ledger.SaveAsync(Run("1", minute: 0) with { Result = "3 slices" }, Token);

        Assert.Equal([failed, Run("1", minute: 0) with { Result = "3 slices" }], await ledger.GetRecentAsync(null, 10, Token));
    }

    [Fact]
    public async Task Save_KnownId_Replaces()
    {
        var ledger = await CreateAsync();
        await ledger.SaveAsync(Run("1", minute: 0), Token);
        var done = Run("1", minute: 0) with { State = RunState.Succeeded, EndedAt = Noon.AddMinutes(1), Result = "done" };

        await ledger.SaveAsync(done, Token);

        Assert.Equal([done], await ledger.GetRecentAsync(null, 10, Token));
    }

    [Fact]
    public async Task GetRecent_JobAndLimit_KeepsTheNewestOfThatJob()
    {
        var ledger = await CreateAsync();
        for (var i = 0; i < 6; i++)
        {
            await ledger.SaveAsync(Run($"{i}", minute: i, job: i % 2 == 0 ? "even" : "odd"), Token);
        }

        Assert.Equal(["4", "2"], (await ledger.GetRecentAsync("even", 2, Token)).Select(run => run.Id));
        Assert.Equal(["5", "4", "3"], (await ledger.GetRecentAsync(null, 3, Token)).Select(run => run.Id));
        Assert.Empty(await ledger.GetRecentAsync("e%", 3, Token));
    }

    [Fact]
    public async Task InterruptRunning_RunsLeftByADeadProcess_AreMarkedAndReturnedOnce()
    {
        var ledger = await CreateAsync();
        await ledger.SaveAsync(Run("running", minute: 0), Token);
        var done = Run("done", minute: 1) with { State = RunState.Succeeded, EndedAt = Noon };
        await ledger.SaveAsync(done, Token);

        var reopened = await CreateAsync();
        var interrupted = await reopened.InterruptRunningAsync(Noon.AddHours(1), Token);

        var expected = Run("running", minute: 0) with { State = RunState.Interrupted, EndedAt = Noon.AddHours(1) };
        Assert.Equal([expected], interrupted);
        Assert.Equal([done, expected], await reopened.GetRecentAsync(null, 10, Token));
        Assert.Empty(await reopened.InterruptRunningAsync(Noon.AddHours(2), Token));
    }

    [Fact]
    public async Task Purge_Before_RemovesFinishedRunsThatEndedEarlier()
    {
        var ledger = await CreateAsync();
        await ledger.SaveAsync(Run("running", minute: 0), Token);
        await ledger.SaveAsync(Run("old", minute: 0) with { State = RunState.Failed, EndedAt = Noon.AddMinutes(4) }, Token);
        await ledger.SaveAsync(Run("interrupted", minute: 0) with { State = RunState.Interrupted, EndedAt = Noon.AddMinutes(4) }, Token);
        await ledger.SaveAsync(Run("at", minute: 1) with { State = RunState.Succeeded, EndedAt = Noon.AddMinutes(5) }, Token);

        Assert.Equal(2, await ledger.PurgeAsync(Noon.AddMinutes(5), Token));

        Assert.Equal(["at", "running"], (await ledger.GetRecentAsync(null, 10, Token)).Select(run => run.Id));
    }

    private static JobRun Run(string id, int minute, string job = "refresh-rollups") =>
        new(id, job, "[]", 1, RunState.Running, Noon.AddMinutes(minute), null, null, null);
}
