using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Pipeline.Core.Queue;
using Pipeline.Core.Storage;
using Pipeline.Testing;
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
        await MakeDeadLetterAsync("/home");

        await SweepAsync();

        Assert.Equal(1, await _drain.CountNoonAsync());
        Assert.Equal(0, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
    }

    [Fact]
    public async Task Execute_EventThatStillFails_GoesToQuarantine()
    {
        _drain.FaultyRaw.Fault = _ => new FormatException("surprise");
        await MakeDeadLetterAsync("/odd");

        await SweepAsync();

        Assert.Contains("/odd", _drain.Quarantine.Entries.Single().Payload, StringComparison.Ordinal);
        Assert.Equal(1, _drain.Ledger.Entries.Single().Quarantined);
        Assert.Equal(0, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
    }

    [Fact]
    public async Task Execute_StoreAway_LeavesTheDeadLetters()
    {
        _drain.FaultyRaw.Fault = _ => DrainHarness.Away;
        await MakeDeadLetterAsync("/home");

        await Assert.ThrowsAsync<TransientStorageException>(SweepAsync);

        Assert.Equal(1, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
        Assert.Empty(_drain.Quarantine.Entries);
    }

    public void Dispose() => _drain.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task MakeDeadLetterAsync(string page)
    {
        IEventQueue queue = _drain.Queue;
        await queue.SendAsync(Builders.Body(Producer, 0, Builders.EventItem(Builders.EventJson(page: page))), Token);
        while ((await queue.ReceiveAsync(10, TimeSpan.Zero, Token)).Count > 0)
        {
            _drain.Clock.Advance(DrainHarness.VisibilityTimeout);
        }
    }

    private async Task SweepAsync() =>
        await new DeadLetterSweep(_drain.Queue, _drain.Processor, NullLogger<DeadLetterSweep>.Instance)
            .Execute(Mock.Of<IJobExecutionContext>(), Token);
}
