using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Alarms;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Telemetry;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Alarms;

public sealed class StoredAlarmsTests : IDisposable
{
    private readonly TestMeterFactory _meters = new();
    private readonly MeterListener _listener = new();
    private readonly InMemoryAlarmStore _store = new();
    private readonly StoredAlarms _alarms;
    private long _counted;

    public StoredAlarmsTests()
    {
        _alarms = new StoredAlarms(
            _store, new PipelineMetrics(_meters), new FakeTimeProvider(Builders.Noon.AddHours(1)), NullLogger<StoredAlarms>.Instance);
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "pipeline.alarms" && instrument.Meter.Scope == _meters)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => _counted += count);
        _listener.Start();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Raise_SameSubjectUntilItIsCleared_CountsOnce()
    {
        await RaiseAsync("a");
        await RaiseAsync("a");
        await RaiseAsync("b");
        Assert.Equal(2, _counted);

        await _alarms.ClearAsync(AlarmKind.Gap, "a", Token);
        await _alarms.ClearAsync(AlarmKind.Gap, "none", Token);
        await RaiseAsync("a");

        Assert.Equal(3, _counted);
        Assert.Equal(
            [("a", null), ("b", null), ("a", Builders.Noon.AddHours(1))],
            from alarm in await _store.ListAsync(isOpen: null, after: null, 9, Token)
            orderby alarm.ClearedAt, alarm.Alarm.Subject
            select (alarm.Alarm.Subject, alarm.ClearedAt));
    }

    [Fact]
    public async Task RaiseAndClear_StoreAway_CountAndDoNotFail()
    {
        _store.Failure = new TransientStorageException("away");

        await RaiseAsync("a");
        await _alarms.ClearAsync(AlarmKind.Gap, "a", Token);

        Assert.Equal(1, _counted);
    }

    private Task RaiseAsync(string subject) =>
        _alarms.RaiseAsync(new Alarm(AlarmKind.Gap, subject, "It is missing.", Builders.Noon), Token);
}
