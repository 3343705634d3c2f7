using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Alarms;
using Pipeline.Core.Plumbing.Telemetry;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Jobs.Archive;
using Pipeline.Jobs.Running;
using Pipeline.Jobs.Watch;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Watch;

public sealed class WatchPipelineJobTests : IDisposable
{
    private static readonly Guid Producer = Guid.Parse("0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11");

    private readonly FakeTimeProvider _clock = new(Builders.Noon);
    private readonly InMemoryEventQueue _queue;
    private readonly InMemoryLedgerStore _ledger = new();
    private readonly InMemoryAlarmStore _alarms = new();
    private readonly TestMeterFactory _meters = new();
    private readonly WatchOptions _options = new();

    public WatchPipelineJobTests() => _queue = new InMemoryEventQueue(_clock, TimeSpan.FromSeconds(30));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Run_NewInstallation_RaisesNothing()
    {
        _clock.Advance(TimeSpan.FromDays(30));

        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task Run_MessageWaitsTooLong_RaisesOneAlarmUntilItIsDrained()
    {
        await SendAsync();
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(await RunAsync());

        _clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();
        var alarm = Assert.Single(await RunAsync());
        Assert.Equal(AlarmKind.QueueAge, alarm.Kind);
        Assert.Equal($"Something has been waiting to be drained since {Builders.Noon:yyyy-MM-dd HH:mm:ss} UTC.", alarm.Text);

        await _queue.DeleteAsync(await _queue.ReceiveAsync(10, TimeSpan.Zero, Token), Token);
        Assert.Empty(await RunAsync());
        Assert.Equal(1, await _alarms.CountAsync(isOpen: false, Token));
    }

    [Fact]
    public async Task Run_QueueDoesNotSayHowOldItsMessagesAre_AsksTheLedger()
    {
        await RecordAsync(Builders.Noon);
        _clock.Advance(TimeSpan.FromMinutes(6));
        await SendAsync();
        _queue.HidesAge = true;

        var alarm = Assert.Single(await RunAsync());
        Assert.Equal(AlarmKind.QueueAge, alarm.Kind);
        Assert.Contains("12:00:00", alarm.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OneItemDoesNotComeButLaterOnesDo_IsNoAgeOfTheQueue()
    {
        await RecordAsync(Builders.Noon);
        _clock.Advance(TimeSpan.FromMinutes(6));
        await _ledger.RecordAsync([new LedgerEntry(Producer, 5, 1, 1, 0, 0, 0, _clock.GetUtcNow())], Token);
        await SendAsync();
        _queue.HidesAge = true;

        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task Run_NoEventForADay_RaisesAnAlarmUntilOneComes()
    {
        await RecordAsync(Builders.Noon);
        _clock.Advance(TimeSpan.FromDays(1));
        await RecordAsync(_clock.GetUtcNow(), count: 0);
        Assert.Empty(await RunAsync());

        _clock.Advance(TimeSpan.FromSeconds(1));
        var alarm = Assert.Single(await RunAsync());
        Assert.Equal(AlarmKind.NoEvents, alarm.Kind);
        Assert.Contains($"{Builders.Noon:yyyy-MM-dd HH:mm:ss} UTC", alarm.Text, StringComparison.Ordinal);

        await RecordAsync(_clock.GetUtcNow());
        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task Run_SwitchedOff_ClosesItsAlarms()
    {
        await RecordAsync(Builders.Noon);
        await SendAsync();
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, (await RunAsync()).Count);

        (_options.QueueAgeAfter, _options.NoEventsAfter) = (TimeSpan.Zero, TimeSpan.Zero);

        Assert.Empty(await RunAsync());
    }

    private async Task SendAsync() => await _queue.SendAsync([Probe.At(_clock.GetUtcNow()).ToEnvelope()], Token);

    private Task RecordAsync(DateTimeOffset at, int count = 1) => _ledger.RecordAsync(
        [new LedgerEntry(Producer, at == Builders.Noon ? 0 : 1, count, count, 0, 0, 0, at)], Token);

    /// <summary>Runs the job and returns the open alarms.</summary>
    private async Task<IReadOnlyList<Alarm>> RunAsync()
    {
        var reconciler = new AlarmReconciler(
            _alarms, new StoredAlarms(_alarms, new PipelineMetrics(_meters), _clock, NullLogger<StoredAlarms>.Instance));
        var job = new WatchPipelineJob(
            _queue,
            new Bookkeeper(
                _ledger, new InMemoryQuarantineStore(), Options.Create(new LedgerOptions()), _clock, NullLogger<Bookkeeper>.Instance),
            reconciler,
            new ArchiveAlarms(new InMemoryArchiveCatalogue(), reconciler),
            Options.Create(_options),
            _clock);
        await job.RunAsync(new NoArguments(), new JobProgress(_clock, (_, _) => Task.CompletedTask), Token);
        return [.. (await _alarms.ListAsync(isOpen: true, after: null, 9, Token)).Select(kept => kept.Alarm)];
    }
}
