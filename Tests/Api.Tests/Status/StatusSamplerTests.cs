using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Api.Status;
using Pipeline.Core.History;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.ReportingTime;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Api.Tests.Status;

public sealed class StatusSamplerTests
{
    private readonly FakeTimeProvider _time = new(Builders.Noon);
    private readonly Mock<IEventQueue> _queue = new(MockBehavior.Strict);
    private readonly StatusHistory _history = new();

    [Fact]
    public async Task Run_StatusCannotBeRead_GoesOnWithTheNextSample()
    {
        var token = TestContext.Current.CancellationToken;
        var reads = 0;
        _queue.Setup(queue => queue.GetStatusAsync(It.IsAny<CancellationToken>())).Returns(() => (reads++) switch
        {
            0 => Task.FromException<QueueStatus>(new TransientStorageException("away")),
            1 => Task.FromException<QueueStatus>(new InvalidOperationException("a fault")),
            var n => Task.FromResult(new QueueStatus(n, 0, null, 0)),
        });
        using var sampler = new StatusSampler(Reader(), _history, _time, NullLogger<StatusSampler>.Instance);

        await sampler.StartAsync(token);
        for (var tick = 1; tick <= 3; tick++)
        {
            await UntilAsync(() => reads >= tick);
            _time.Advance(StatusHistory.Every);
        }

        await UntilAsync(() => _history.Read().Count == 2);
        await sampler.StopAsync(token);

        Assert.Equal([2, 3], _history.Read().Select(sample => sample.Queued));
        Assert.True(sampler.ExecuteTask!.IsCanceled);
    }

    private StatusReader Reader()
    {
        var quarantine = new InMemoryQuarantineStore();
        return new StatusReader(
            _queue.Object,
            new InMemoryDirtySlices(),
            new InMemoryRollupProgress(),
            new ReportingCalendar(TimeZoneInfo.Utc),
            quarantine,
            new Bookkeeper(new InMemoryLedgerStore(), quarantine, Options.Create(new LedgerOptions()), _time, NullLogger<Bookkeeper>.Instance),
            new InMemoryProbeStore(),
            new ArchiveOverview(new EventStores(new InMemoryRawStore(), _time).History(), new InMemoryArchiveCatalogue()),
            new InMemoryAlarmStore(),
            _time);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(5, deadline.Token);
        }
    }
}
