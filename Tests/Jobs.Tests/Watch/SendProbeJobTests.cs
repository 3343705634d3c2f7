using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Alarms;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Telemetry;
using Pipeline.Core.Processing.Probes;
using Pipeline.Jobs.Running;
using Pipeline.Jobs.Watch;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Watch;

public sealed class SendProbeJobTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(Builders.Noon);
    private readonly InMemoryProbeStore _probes = new();
    private readonly InMemoryEventQueue _queue;
    private readonly InMemoryAlarmStore _alarms = new();
    private readonly TestMeterFactory _meters = new();
    private readonly ProbeOptions _options = new();

    public SendProbeJobTests() => _queue = new InMemoryEventQueue(_clock, TimeSpan.FromSeconds(30));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Run_EveryMinute_SendsAnEnvelopeWithoutItems()
    {
        await RunAsync();
        await RunAsync();
        _clock.Advance(TimeSpan.FromSeconds(59));
        await RunAsync();

        var messages = await _queue.ReceiveAsync(10, TimeSpan.Zero, Token);
        Assert.Equal(
            [(Probe.Producer, 0, true, Builders.Noon), (Probe.Producer, 0, true, Builders.Noon.AddSeconds(59))],
            messages.Select(message => Envelope.Decode(message.Body).Header)
                .OrderBy(header => header.ReceivedAt)
                .Select(header => (header.Producer, header.Count, header.IsLast, header.ReceivedAt)));
        Assert.Equal(
            [Builders.Noon.AddSeconds(59), Builders.Noon], (await _probes.GetLatestAsync(9, Token)).Select(probe => probe.QueuedAt));
    }

    [Fact]
    public async Task Run_ProbesDoNotArrive_RaisesOneAlarmUntilOneDoes()
    {
        for (var minute = 0; minute <= 5; minute++)
        {
            await RunAsync();
            Assert.Equal(minute > _options.LateAfter.TotalMinutes ? 1 : 0, await _alarms.CountAsync(isOpen: true, Token));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        var latest = (await _probes.GetLatestAsync(1, Token))[0];
        await _probes.NoteAsync(latest.SentAt, ProbeStage.Stored, _clock.GetUtcNow(), Token);
        await _probes.NoteRolledUpAsync(latest.SentAt, _clock.GetUtcNow(), Token);
        await RunAsync();

        Assert.Equal((0, 1), (await _alarms.CountAsync(isOpen: true, Token), await _alarms.CountAsync(isOpen: false, Token)));
    }

    [Fact]
    public async Task Run_QueueAway_FailsButAlarms()
    {
        await _probes.AddAsync(new Probe(Builders.Noon.AddMinutes(-4)), Token);
        _queue.Fault = new TransientStorageException("away");

        await Assert.ThrowsAsync<TransientStorageException>(RunAsync);

        Assert.Equal(AlarmKind.ProbeLate, Assert.Single(await _alarms.ListAsync(isOpen: true, after: null, 9, Token)).Alarm.Kind);
        Assert.Null((await _probes.GetLatestAsync(1, Token))[0].QueuedAt);
    }

    [Fact]
    public async Task Run_SwitchedOff_SendsNothingAndClosesItsAlarm()
    {
        await _alarms.OpenAsync(new KeptAlarm("1", new Alarm(AlarmKind.ProbeLate, "probe", "late", Builders.Noon)), Token);
        await _probes.AddAsync(new Probe(Builders.Noon.AddMinutes(-4)), Token);
        _options.Every = TimeSpan.Zero;

        await RunAsync();

        Assert.Empty(await _queue.ReceiveAsync(10, TimeSpan.Zero, Token));
        Assert.Equal(0, await _alarms.CountAsync(isOpen: true, Token));
    }

    private Task RunAsync() => new SendProbeJob(
        _probes,
        _queue,
        new AlarmReconciler(_alarms, new StoredAlarms(
            _alarms, new PipelineMetrics(_meters), _clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<StoredAlarms>.Instance)),
        new PipelineMetrics(_meters),
        Options.Create(_options),
        _clock).RunAsync(new NoArguments(), new JobProgress(_clock, (_, _) => Task.CompletedTask), Token);
}
