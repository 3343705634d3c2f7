using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Running;

[Collection(HangfireHarness.Serial)]
public sealed class JobRunnerTests
{
    private readonly InMemoryRunHistory _history = new();

    [Fact]
    public async Task Run_Succeeds_LeavesWhatItDidAndForWhom()
    {
        var job = ScriptedJob.Define(new((arguments, _, _) => Task.FromResult<string?>($"did {arguments.Case}")));
        await using var hangfire = await StartAsync(job);

        var id = hangfire.Starter.Start(job, new ScriptedArguments("this"));

        var run = await hangfire.UntilAsync(id, RunState.Succeeded);
        Assert.Equal(
            new JobRun(
                id, "scripted", """{"case":"this"}""", StartedBy.Api, 1, RunState.Succeeded, Builders.Noon, Builders.Noon, Builders.Noon,
                Result: "did this", HangfireId: id),
            run);
        Assert.Contains("did this", (await hangfire.UntilAsync(id, "Succeeded")).History[0].Data["Result"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FailsOnceAndIsRetried_IsOneRunWithTwoAttempts()
    {
        var attempts = 0;
        var job = ScriptedJob.Define(
            new((_, _, _) => ++attempts == 1 ? throw new InvalidOperationException("no luck") : Task.FromResult<string?>("done")),
            retries: 1);
        await using var hangfire = await StartAsync(job);
        var id = hangfire.Starter.Start(job, new ScriptedArguments());
        await hangfire.UntilAsync(id, "Scheduled");
        hangfire.Requeue(id);

        var run = await hangfire.UntilAsync(id, RunState.Succeeded);

        Assert.Equal((2, "done", null), (run.Attempt, run.Result, run.Error));
        Assert.Single(await RunsAsync());
    }

    [Theory]
    [InlineData(false, RunState.Failed, true)]
    [InlineData(true, RunState.Queued, false)]
    public async Task Run_Fails_EndsUnlessItWaitsForItsNextAttempt(bool retries, RunState state, bool ends)
    {
        var job = ScriptedJob.Define(
            new((_, _, _) => throw new InvalidOperationException("no luck")), retries: retries ? 1 : 0);
        await using var hangfire = await StartAsync(job);
        var id = hangfire.Starter.Start(job, new ScriptedArguments());

        await hangfire.UntilAsync(id, retries ? "Scheduled" : "Failed");

        var run = await hangfire.UntilAsync(id, state);
        Assert.Equal((1, "InvalidOperationException: no luck", ends), (run.Attempt, run.Error, run.EndedAt is not null));
    }

    [Fact]
    public async Task Run_ExclusiveJobAtWork_IsSkippedWhateverItsArguments()
    {
        var release = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var scripted = ScriptedJob.Until(release.Task);
        var job = ScriptedJob.Define(scripted, isExclusive: true);
        await using var hangfire = await StartAsync(job);
        var first = hangfire.Starter.Start(job, new ScriptedArguments("one"));
        await scripted.BegunAsync();

        var other = hangfire.Starter.Start(job, new ScriptedArguments("two"));
        await hangfire.UntilAsync(other, RunState.Skipped);

        release.SetResult("done");
        await hangfire.UntilAsync(first, RunState.Succeeded);
    }

    [Fact]
    public async Task Run_SameArgumentsAtWork_IsSkippedWhileOthersRun()
    {
        var release = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var scripted = ScriptedJob.Until(release.Task);
        var job = ScriptedJob.Define(scripted);
        await using var hangfire = await StartAsync(job);
        var first = hangfire.Starter.Start(job, new ScriptedArguments("one"));
        await scripted.BegunAsync();

        var same = hangfire.Starter.Start(job, new ScriptedArguments("one"));
        await hangfire.UntilAsync(same, RunState.Skipped);
        var other = hangfire.Starter.Start(job, new ScriptedArguments("two"));
        await scripted.BegunAsync();

        release.SetResult("done");
        await hangfire.UntilAsync(first, RunState.Succeeded);
        await hangfire.UntilAsync(other, RunState.Succeeded);
        await hangfire.UntilAsync(first, "Succeeded");
        await hangfire.UntilAsync(hangfire.Starter.Start(job, new ScriptedArguments("one")), RunState.Succeeded);
    }

    [Fact]
    public async Task Run_SameArgumentsFailed_CanRunAgain()
    {
        var job = ScriptedJob.Define(new((_, _, _) => throw new InvalidOperationException("no luck")));
        await using var hangfire = await StartAsync(job);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var id = hangfire.Starter.Start(job, new ScriptedArguments());
            await hangfire.UntilAsync(id, RunState.Failed);
            await hangfire.UntilAsync(id, "Failed");
        }
    }

    [Fact]
    public async Task Run_ReportsProgress_ShowsItInTheHistoryAndTheDashboard()
    {
        var release = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = ScriptedJob.Define(new(async (_, progress, token) =>
        {
            await progress.ReportAsync(1_200, 5_000, token);
            reported.SetResult();
            return await release.Task;
        }));
        await using var hangfire = await StartAsync(job);
        var id = hangfire.Starter.Start(job, new ScriptedArguments());

        await reported.Task;

        Assert.Equal(new RunProgress(1_200, 5_000, 0, null), (await hangfire.UntilAsync(id, RunState.Running)).Progress);
        Assert.Equal("\"1,200 of 5,000 (24 %), 0 a second\"", (await hangfire.UntilAsync(id, "Processing")).Properties["Progress"]);
        release.SetResult("done");
        Assert.NotNull((await hangfire.UntilAsync(id, RunState.Succeeded)).Progress);
    }

    [Theory]
    [InlineData(null, false, 0)]
    [InlineData("did something", false, 1)]
    [InlineData(null, true, 1)]
    public async Task Run_OfAFrequentJob_LeavesATraceOnlyIfThereIsSomethingToTell(string? result, bool fails, int runs)
    {
        var job = ScriptedJob.Define(
            new((_, _, _) => fails ? throw new InvalidOperationException("no luck") : Task.FromResult(result)), isFrequent: true);
        await using var hangfire = await StartAsync(job);

        var details = await hangfire.UntilAsync(hangfire.Starter.Start(job, new ScriptedArguments()), fails ? "Deleted" : "Succeeded");

        Assert.Equal(runs, (await RunsAsync()).Count);
        var left = details.ExpireAt!.Value.ToUniversalTime() - details.History[0].CreatedAt.ToUniversalTime();
        Assert.InRange(left.TotalMinutes, 14, 16);
    }

    [Fact]
    public async Task Run_OfAFrequentJobAtWork_IsNotInTheHistoryYet()
    {
        var release = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = ScriptedJob.Define(
            new(async (_, progress, token) =>
            {
                await progress.ReportAsync(1, 2, token);
                reported.SetResult();
                return await release.Task;
            }),
            isFrequent: true);
        await using var hangfire = await StartAsync(job);
        var id = hangfire.Starter.Start(job, new ScriptedArguments());
        await reported.Task;

        Assert.Empty(await RunsAsync());
        release.SetResult("done");
        Assert.Equal(1, (await hangfire.UntilAsync(id, RunState.Succeeded)).Progress!.Done);
    }

    [Fact]
    public async Task Run_DeletedWhileAtWork_IsStoppedAndCanceled()
    {
        var scripted = ScriptedJob.Until(Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken).ContinueWith(_ => (string?)null));
        var job = ScriptedJob.Define(scripted);
        await using var hangfire = await StartAsync(job);
        var id = hangfire.Starter.Start(job, new ScriptedArguments());
        await scripted.BegunAsync();

        Assert.True(hangfire.Delete(id));

        Assert.NotNull((await hangfire.UntilAsync(id, RunState.Canceled)).EndedAt);
    }

    [Fact]
    public async Task Run_DeletedBeforeItStarts_IsCanceled()
    {
        var job = ScriptedJob.Define(new((_, _, _) => Task.FromResult<string?>(null)));
        await using var hangfire = new HangfireHarness(_history, job);
        var id = hangfire.Starter.Start(job, new ScriptedArguments());
        Assert.Equal(RunState.Queued, (await hangfire.UntilAsync(id, RunState.Queued)).State);

        Assert.True(hangfire.Delete(id));

        Assert.NotNull((await hangfire.UntilAsync(id, RunState.Canceled)).EndedAt);
    }

    [Fact]
    public async Task Run_TriggeredAtTheDashboard_IsTheOperators()
    {
        var job = ScriptedJob.Define(new((arguments, _, _) => Task.FromResult<string?>($"did '{arguments.Case}'")));
        await using var hangfire = await StartAsync(job);

        var id = hangfire.Recurring.TriggerJob("scripted");

        var run = await hangfire.UntilAsync(id, RunState.Succeeded);
        Assert.Equal((StartedBy.Operator, "did ''"), (run.StartedBy, run.Result));
    }

    [Fact]
    public async Task Run_TriggeredWhileTheStoreIsAway_FailsOnceAndIsRetried()
    {
        var job = ScriptedJob.Define(new((_, _, _) => Task.FromResult<string?>("done")), retries: 1);
        await using var hangfire = await StartAsync(job);

        _history.IsAway = true;
        Assert.Throws<TransientStorageException>(() => hangfire.Starter.Start(job, new ScriptedArguments()));
        var id = hangfire.Recurring.TriggerJob("scripted");
        await hangfire.UntilAsync(id, "Scheduled");
        _history.IsAway = false;
        hangfire.Requeue(id);

        var run = await hangfire.UntilAsync(id, RunState.Succeeded);
        Assert.Equal((2, "done", StartedBy.Operator), (run.Attempt, run.Result, run.StartedBy));
    }

    [Fact]
    public async Task Run_LongJobsTakeAllTheirWorkers_FreshJobsGoOn()
    {
        var release = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var scripted = ScriptedJob.Until(release.Task);
        var slow = ScriptedJob.Define(scripted, "slow");
        var quick = ScriptedJob.Define(new((_, _, _) => Task.FromResult<string?>("quick")), "quick", JobQueues.Fresh);
        await using var hangfire = await StartAsync(slow, quick);
        string[] slowRuns = [.. Enumerable.Range(0, 10).Select(i => hangfire.Starter.Start(slow, new ScriptedArguments($"{i}")))];
        await scripted.BegunAsync();
        await scripted.BegunAsync();

        await hangfire.UntilAsync(hangfire.Starter.Start(quick, new ScriptedArguments()), RunState.Succeeded);

        Assert.Equal(8, (await RunsAsync()).Count(run => run is { Job: "slow", State: RunState.Queued }));
        release.SetResult(null);
        foreach (var id in slowRuns)
        {
            await hangfire.UntilAsync(id, RunState.Succeeded);
        }
    }

    private Task<IReadOnlyList<JobRun>> RunsAsync() => _history.GetAsync(new(), null, 100, TestContext.Current.CancellationToken);

    private async Task<HangfireHarness> StartAsync(params IReadOnlyList<JobDefinition> jobs)
    {
        var hangfire = new HangfireHarness(_history, jobs);
        await hangfire.StartAsync();
        return hangfire;
    }
}
