using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Running;

[Collection(HangfireHarness.Serial)]
public sealed class RunControlTests
{
    private readonly InMemoryRunHistory _history = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retry_FailedRuns_StartsEachDifferentWorkOnceAndOnlyOnce()
    {
        var isBroken = true;
        var job = ScriptedJob.Define(new((arguments, _, _) => isBroken
            ? throw new InvalidOperationException("no luck")
            : Task.FromResult<string?>($"did {arguments.Case}")));
        await using var hangfire = await StartAsync(job);
        List<string> failed = [];
        foreach (var work in new[] { "a", "b", "a" })
        {
            failed.Add(hangfire.Starter.Start(job, new ScriptedArguments(work)));
            await hangfire.UntilAsync(failed[^1], "Failed");
        }

        (isBroken, hangfire.Name) = (false, "Ann");
        var receipt = await hangfire.Control.RetryAsync(new RunFilter(Job: "scripted"), StartedBy.Operator, Token);

        Assert.Equal((3, 2), (receipt.Retried, receipt.Started.Count));
        foreach (var id in receipt.Started)
        {
            var run = await hangfire.UntilAsync(id, RunState.Succeeded);
            Assert.Equal((StartedBy.Operator, "Ann"), (run.StartedBy, run.StartedByName));
        }

        foreach (var id in failed)
        {
            Assert.Contains((await _history.FindAsync(id, Token))!.RetriedBy, receipt.Started);
            await hangfire.UntilAsync(id, "Deleted");
        }

        Assert.Equal(0, (await hangfire.Control.RetryAsync(new RunFilter(), StartedBy.Operator, Token)).Retried);
        Assert.Equal(0, (await hangfire.Control.RetryAsync([.. failed, "none"], StartedBy.Operator, Token)).Retried);
    }

    [Fact]
    public async Task Retry_JobsThatAreNotThereOrDidNotFail_StartsNothing()
    {
        await using var hangfire = new HangfireHarness(_history, ScriptedJob.Define(ScriptedJob.Until(Task.FromResult<string?>(null))));
        foreach (var (job, state) in new[]
        {
            ("of another version", RunState.Failed), ("scripted", RunState.Succeeded), ("scripted", RunState.Skipped), ("scripted", RunState.Running),
        })
        {
            await _history.SaveAsync(new($"{job} {state}", job, "{}", StartedBy.Api, 1, state, Builders.Noon), Token);
        }

        var receipt = await hangfire.Control.RetryAsync(new RunFilter(), StartedBy.Api, Token);

        Assert.Equal(0, receipt.Retried);
        Assert.Empty(receipt.Started);
    }

    [Fact]
    public async Task Cancel_RunThatGoesOnAfterARestart_IsStopped()
    {
        var scripted = ScriptedJob.Until(new TaskCompletionSource<string?>().Task);
        await _history.SaveAsync(
            new("7", "scripted", "{}", StartedBy.Api, 1, RunState.Running, Builders.Noon, HangfireId: "gone"), Token);
        await using var hangfire = await StartAsync(ScriptedJob.Define(scripted));
        await scripted.BegunAsync();

        Assert.Equal(CancelOutcome.Canceled, await hangfire.Control.CancelAsync("7", Token));

        Assert.NotNull((await hangfire.UntilAsync("7", RunState.Canceled)).EndedAt);
        Assert.Equal(CancelOutcome.HasEnded, await hangfire.Control.CancelAsync("7", Token));
    }

    [Fact]
    public async Task Cancel_RunThatHangfireHasLost_EndsIt()
    {
        await using var hangfire = new HangfireHarness(_history, ScriptedJob.Define(ScriptedJob.Until(Task.FromResult<string?>(null))));
        await _history.SaveAsync(
            new("7", "scripted", "{}", StartedBy.Api, 1, RunState.Running, Builders.Noon, HangfireId: "gone"), Token);

        Assert.Equal(CancelOutcome.Unknown, await hangfire.Control.CancelAsync("8", Token));
        Assert.Equal(CancelOutcome.Canceled, await hangfire.Control.CancelAsync("7", Token));

        Assert.Equal(RunState.Canceled, (await _history.FindAsync("7", Token))!.State);
    }

    private async Task<HangfireHarness> StartAsync(params IReadOnlyList<JobDefinition> jobs)
    {
        var hangfire = new HangfireHarness(_history, jobs);
        await hangfire.StartAsync();
        return hangfire;
    }
}
