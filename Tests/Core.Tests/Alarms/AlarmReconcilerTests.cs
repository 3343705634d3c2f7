using Pipeline.Core.Alarms;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Alarms;

public sealed class AlarmReconcilerTests
{
    private readonly InMemoryAlarmStore _store = new();
    private readonly RecordingAlarms _alarms = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reconcile_OpenAndDueDiffer_RaisesAndClearsTheDifferenceOfItsKinds()
    {
        Alarm[] open = [New(AlarmKind.Gap, "stays"), New(AlarmKind.Gap, "over"), New(AlarmKind.JobFailed, "of others"), New(AlarmKind.Surplus, "over too")];
        foreach (var alarm in open)
        {
            await _store.OpenAsync(new KeptAlarm(alarm.Subject, alarm), Token);
        }

        await new AlarmReconciler(_store, _alarms).ReconcileAsync(
            [AlarmKind.Gap, AlarmKind.Surplus], [New(AlarmKind.Gap, "stays"), New(AlarmKind.Surplus, "new")], Token);

        Assert.Equal([New(AlarmKind.Surplus, "new")], _alarms.Raised);
        Assert.Equal(["over", "over too"], _alarms.Cleared.Order());
    }

    [Fact]
    public async Task Reconcile_MoreOpenThanOnePage_SeesThemAll()
    {
        for (var i = 0; i < 1_200; i++)
        {
            await _store.OpenAsync(new KeptAlarm($"{i}", New(AlarmKind.Gap, $"{i}")), Token);
        }

        await new AlarmReconciler(_store, _alarms).ReconcileAsync([AlarmKind.Gap], [New(AlarmKind.Gap, "7")], Token);

        Assert.Equal(1_199, _alarms.Cleared.Count);
        Assert.Empty(_alarms.Raised);
    }

    private static Alarm New(AlarmKind kind, string subject) => new(kind, subject, "It is so.", Builders.Noon);
}
