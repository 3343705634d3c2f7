using System.Diagnostics.Metrics;
using Pipeline.Core.Alarms;
using Pipeline.Core.Plumbing.Telemetry;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Alarms;

public sealed class LoggedAlarmsTests : IDisposable
{
    private readonly TestMeterFactory _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Raise_SameSubjectUntilItIsCleared_CountsOnce()
    {
        var raised = 0L;
        using var listener = new MeterListener();
        var alarms = new LoggedAlarms(new PipelineMetrics(_meters), Microsoft.Extensions.Logging.Abstractions.NullLogger<LoggedAlarms>.Instance);
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "pipeline.alarms")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => raised += count);
        listener.Start();

        await RaiseAsync("a");
        await RaiseAsync("a");
        await RaiseAsync("b");
        Assert.Equal(2, raised);

        await alarms.ClearAsync(AlarmKind.JobFailed, "a", TestContext.Current.CancellationToken);
        await alarms.ClearAsync(AlarmKind.JobFailed, "none", TestContext.Current.CancellationToken);
        await RaiseAsync("a");
        Assert.Equal(3, raised);

        Task RaiseAsync(string subject) => alarms.RaiseAsync(
            new Alarm(AlarmKind.JobFailed, subject, "It failed.", Builders.Noon), TestContext.Current.CancellationToken);
    }
}
