using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Alarms;
using Pipeline.Jobs.Housekeeping;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Housekeeping;

public sealed class PurgeAlarmsJobTests
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromDays(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AlarmsOfAllAges_RemovesThoseThatWereOverLongAgo()
    {
        var store = new InMemoryAlarmStore();
        foreach (var subject in new[] { "open", "over", "over lately" })
        {
            await store.OpenAsync(new KeptAlarm(subject, new Alarm(AlarmKind.Gap, subject, "It is missing.", Builders.Noon)), Token);
        }

        await store.CloseAsync(AlarmKind.Gap, "over", Builders.Noon, Token);
        await store.CloseAsync(AlarmKind.Gap, "over lately", Builders.Noon.AddSeconds(1), Token);
        var clock = new FakeTimeProvider(Builders.Noon + KeepFor + TimeSpan.FromSeconds(1));

        var result = await new PurgeAlarmsJob(store, Options.Create(new AlarmOptions { KeepFor = KeepFor }), clock)
            .RunAsync(new NoArguments(), new JobProgress(clock, (_, _) => Task.CompletedTask), Token);

        Assert.Equal("1 alarms removed", result);
        Assert.Equal(["open", "over lately"], (await store.ListAsync(isOpen: null, after: null, 9, Token)).Select(alarm => alarm.Id));
    }
}
