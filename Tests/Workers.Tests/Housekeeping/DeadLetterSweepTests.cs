using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Rollups;
using Pipeline.Testing;
using Pipeline.Workers.Drain;
using Pipeline.Workers.Housekeeping;
using Pipeline.Workers.Tests.Drain;
using Quartz;
using Xunit;

namespace Pipeline.Workers.Tests.Housekeeping;

public sealed class DeadLetterSweepTests : IDisposable
{
    private static readonly Guid Producer = Guid.CreateVersion7(Builders.Noon);

    private readonly DrainHarness _drain = new();

    [Fact]
    public async Task Execute_EventsThatCanBeStoredAfterAll_AreStored()
    {
        await MakeDeadLettersAsync("/home");

        await SweepAsync();

        Assert.Equal(1, await _drain.CountNoonAsync());
        Assert.Equal(0, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
    }

    [Fact]
    public async Task Execute_EventThatStillFails_GoesToQuarantine()
    {
        _drain.FaultyRaw.Fault = _ => new FormatException("surprise");
        await MakeDeadLettersAsync("/odd");

        await SweepAsync();

        Assert.Contains("/odd", _drain.Quarantine.Entries.Single().Payload, StringComparison.Ordinal);
        Assert.Equal(1, _drain.Ledger.Entries.Single().Quarantined);
        Assert.Equal(0, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
    }

    [Fact]
    public async Task Execute_LetterThatFailsForAnUnknownCause_IsQuarantinedWholeAndHoldsUpNoOther()
    {
        var dirty = new Mock<IDirtySlices>();
        dirty.SetupSequence(port => port.MarkAsync(It.IsAny<IReadOnlyCollection<DateTimeOffset>>(), It.IsAny<DateTimeOffset>(), Token))
            .ThrowsAsync(new InvalidOperationException("surprise"))
            .Returns(Task.CompletedTask);
        await MakeDeadLettersAsync("/first", "/second");
        var processor = new BatchProcessor(
            new RawWriter(_drain.Raw), new ProjectionWriter(_drain.Sessions, _drain.Users), dirty.Object, _drain.Quarantine, _drain.Ledger, _drain.Clock);

        await SweepAsync(processor);

        Assert.Equal(QuarantineKind.Message, _drain.Quarantine.Entries.Single().Kind);
        Assert.Equal([(0, 1), (1, 0)], _drain.Ledger.Entries.Select(entry => (entry.Stored, entry.Rejected)));
        Assert.Equal(0, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
    }

    [Fact]
    public async Task Execute_StoreAway_LeavesTheDeadLetters()
    {
        _drain.FaultyRaw.Fault = _ => DrainHarness.Away;
        await MakeDeadLettersAsync("/home");

        await SweepAsync();

        Assert.Equal(1, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
        Assert.Empty(_drain.Quarantine.Entries);
    }

    public void Dispose() => _drain.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task MakeDeadLettersAsync(params string[] pages)
    {
        IEventQueue queue = _drain.Queue;
        foreach (var (sequence, page) in pages.Index())
        {
            await queue.SendAsync(Builders.Body(Producer, sequence, Builders.EventItem(Builders.EventJson(page: page))), Token);
        }

        while ((await queue.ReceiveAsync(10, TimeSpan.Zero, Token)).Count > 0)
        {
            _drain.Clock.Advance(DrainHarness.VisibilityTimeout);
        }
    }

    private Task SweepAsync() => SweepAsync(_drain.Processor);

    private async Task SweepAsync(BatchProcessor processor) =>
        await new DeadLetterSweep(_drain.Queue, processor, NullLogger<DeadLetterSweep>.Instance)
            .Execute(Mock.Of<IJobExecutionContext>(), Token);
}
