using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Running;

[Collection(HangfireHarness.Serial)]
public sealed class UnfinishedRunsTests
{
    private readonly InMemoryRunHistory _history = new();

    private readonly JobDefinition<ScriptedArguments> _job =
        ScriptedJob.Define(new((arguments, _, _) => Task.FromResult<string?>($"did {arguments.Case}")));

    [Theory]
    [InlineData(RunState.Queued, 0)]
    [InlineData(RunState.Running, 1)]
    [InlineData(RunState.Queued, 12)]
    public async Task Start_RunLeftByADeadProcess_GoesOnWithItsArguments(RunState state, int attempt)
    {
        var left = new JobRun("7", "scripted", """{"case":"this"}""", StartedBy.Api, attempt, state, Builders.Noon.AddDays(-1));
        await _history.SaveAsync(left, TestContext.Current.CancellationToken);

        await using var hangfire = new HangfireHarness(_history, _job);
        await hangfire.StartAsync();

        var run = await hangfire.UntilAsync("7", RunState.Succeeded);
        Assert.Equal(
            (StartedBy.Restart, attempt + 1, left.QueuedAt, "did this"), (run.StartedBy, run.Attempt, run.QueuedAt, run.Result));
        Assert.Single(await _history.GetAsync(new(), null, 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_RunStoppedWithItsProcess_GoesOn()
    {
        var endless = ScriptedJob.Until(new TaskCompletionSource<string?>().Task);
        string id;
        await using (var first = new HangfireHarness(_history, ScriptedJob.Define(endless)))
        {
            await first.StartAsync();
            id = first.Starter.Start(ScriptedJob.Define(endless), new ScriptedArguments("this"));
            await endless.BegunAsync();
        }

        Assert.Equal(RunState.Queued, (await _history.FindAsync(id, TestContext.Current.CancellationToken))!.State);
        await using var second = new HangfireHarness(_history, _job);
        await second.StartAsync();

        Assert.Equal("did this", (await second.UntilAsync(id, RunState.Succeeded)).Result);
    }

    [Theory]
    [InlineData("scripted", 10)]
    [InlineData("of another version", 1)]
    public async Task Start_RunThatCannotEndWell_IsGivenUp(string job, int attempt)
    {
        await _history.SaveAsync(
            new JobRun("7", job, "{}", StartedBy.Api, attempt, RunState.Running, Builders.Noon), TestContext.Current.CancellationToken);

        await using var hangfire = new HangfireHarness(_history, _job);
        await hangfire.StartAsync();

        var run = await hangfire.UntilAsync("7", RunState.Failed);
        Assert.NotNull(run.Error);
        Assert.NotNull(run.EndedAt);
    }
}
