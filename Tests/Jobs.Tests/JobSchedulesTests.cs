using Hangfire;
using Hangfire.Storage;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;
using Pipeline.Jobs.Tests.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests;

[Collection(HangfireHarness.Serial)]
public sealed class JobSchedulesTests
{
    private static readonly JobDefinition Hourly = new JobDefinition<ScriptedArguments>(
        "hourly", JobQueues.Long, _ => new ScriptedJob((_, _, _) => Task.FromResult<string?>("done")))
    {
        Schedule = Cron.Hourly(),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pause_RecurringJob_StaysPausedOverARestartUntilItIsResumed()
    {
        var paused = new InMemoryPausedJobs();
        await using (var first = Create(paused))
        {
            first.Name = "Ann";
            await first.Schedules.ApplyAllAsync(Token);
            Assert.NotNull(NextOf(first));

            Assert.True(await first.Schedules.PauseAsync("hourly", Token));
            Assert.Null(NextOf(first));
        }

        await using var second = Create(paused);
        await second.Schedules.ApplyAllAsync(Token);

        Assert.Null(NextOf(second));
        Assert.Equal(new PausedJob("hourly", "Ann", Builders.Noon), (await second.Schedules.GetAsync(Token)).Single().Pause);
        Assert.True(await second.Schedules.ResumeAsync("hourly", Token));
        Assert.NotNull(NextOf(second));
        Assert.Null((await second.Schedules.GetAsync(Token)).Single().Pause);
    }

    [Fact]
    public async Task Pause_TriggeredByHand_RunsAllTheSame()
    {
        await using var hangfire = Create(new());
        await hangfire.StartAsync();
        await hangfire.Schedules.PauseAsync("hourly", Token);

        await hangfire.UntilAsync(hangfire.Recurring.TriggerJob("hourly"), RunState.Succeeded);
    }

    [Fact]
    public async Task Pause_NoSuchJobOrNoSchedule_ChangesNothing()
    {
        await using var hangfire = new HangfireHarness(new(), ScriptedJob.Define(ScriptedJob.Until(Task.FromResult<string?>(null))));

        Assert.False(await hangfire.Schedules.PauseAsync("scripted", Token));
        Assert.False(await hangfire.Schedules.PauseAsync("none", Token));
        Assert.False(await hangfire.Schedules.ResumeAsync("none", Token));
        Assert.Empty(await hangfire.Paused.GetAsync(Token));
    }

    private static HangfireHarness Create(InMemoryPausedJobs paused) => new(new(), Hourly) { Paused = paused };

    private static DateTime? NextOf(HangfireHarness hangfire)
    {
        using var connection = hangfire.Storage.GetConnection();
        return connection.GetRecurringJobs(["hourly"]).Single().NextExecution;
    }
}
