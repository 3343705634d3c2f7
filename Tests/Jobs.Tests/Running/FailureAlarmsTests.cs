using Pipeline.Core.Alarms;
using Pipeline.Core.Runs;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Jobs.Tests.Running;

[Collection(HangfireHarness.Serial)]
public sealed class FailureAlarmsTests
{
    [Fact]
    public async Task Failure_ThatIsRetried_RaisesAnAlarmAfterTheLastAttemptOnly()
    {
        var isBroken = true;
        var job = ScriptedJob.Define(
            new((_, _, _) => isBroken ? throw new InvalidOperationException("no luck") : Task.FromResult<string?>("done")), retries: 1);
        await using var hangfire = new HangfireHarness(new(), job);
        await hangfire.StartAsync();
        var id = hangfire.Starter.Start(job, new ScriptedArguments("this"));
        await hangfire.UntilAsync(id, "Scheduled");
        Assert.Empty(hangfire.Alarms.Raised);

        hangfire.Requeue(id);
        await hangfire.UntilAsync(id, "Failed");

        const string Subject = """scripted {"case":"this"}""";
        Assert.Equal(
            [new Alarm(AlarmKind.JobFailed, Subject, $"Run {id} failed with InvalidOperationException.", Builders.Noon)],
            hangfire.Alarms.Raised);
        Assert.Empty(hangfire.Alarms.Cleared);

        isBroken = false;
        hangfire.Requeue(id);
        await hangfire.UntilAsync(id, RunState.Succeeded);
        Assert.Equal([Subject], hangfire.Alarms.Cleared);
    }

    [Fact]
    public async Task Failure_OfAFrequentJob_RaisesAnAlarm()
    {
        var job = ScriptedJob.Define(new((_, _, _) => throw new InvalidOperationException("no luck")), isFrequent: true);
        await using var hangfire = new HangfireHarness(new(), job);
        await hangfire.StartAsync();
        var id = hangfire.Starter.Start(job, new ScriptedArguments());

        await hangfire.UntilAsync(id, "Deleted");

        Assert.Equal($"Run {id} failed with InvalidOperationException.", Assert.Single(hangfire.Alarms.Raised).Text);
    }

    [Fact]
    public async Task Deletion_ByHand_RaisesNone()
    {
        var job = ScriptedJob.Define(ScriptedJob.Until(Task.FromResult<string?>(null)));
        await using var hangfire = new HangfireHarness(new(), job);
        var id = hangfire.Starter.Start(job, new ScriptedArguments());

        Assert.True(hangfire.Delete(id));

        Assert.Empty(hangfire.Alarms.Raised);
    }
}
