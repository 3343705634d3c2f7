using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Storing;
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
    public async Task Execute_StoreAway_LeavesTheDeadLetters()
    {
        _drain.FaultyRaw.Fault = _ => DrainHarness.Away;
        await MakeDeadLettersAsync("/home");

        await SweepAsync();

        Assert.Equal(1, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
        Assert.Empty(_drain.Quarantine.Entries);
    }

    [Fact]
    public async Task Execute_SessionOfAnEventCannotBeWritten_BooksTheEventAsStored()
    {
        var sessions = new Mock<ISessionStore>();
        sessions.Setup(port => port.TouchAsync(It.IsAny<IReadOnlyCollection<VisitTouch>>(), Token)).ThrowsAsync(new FormatException("surprise"));
        await MakeDeadLettersAsync("/home");

        await SweepAsync(_drain.StorerOver(_drain.Dirty, sessions.Object));

        Assert.Equal(1, await _drain.CountNoonAsync());
        Assert.Equal((1, 0), (_drain.Ledger.Entries.Single().Stored, _drain.Ledger.Entries.Single().Quarantined));
        Assert.Equal("incomplete.sessions", _drain.Quarantine.Entries.Single().Reason);
        Assert.Equal(0, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
    }

    [Fact]
    public async Task Execute_LetterThatCannotBeDecoded_StopsNoneBehindIt()
    {
        await SendAsync("{{ not an envelope", Body(0, "/home"));
        await UseUpDeliveriesAsync();

        await SweepAsync();

        Assert.Equal(1, await _drain.CountNoonAsync());
        Assert.Equal(QuarantineKind.Message, _drain.Quarantine.Entries.Single().Kind);
        Assert.Equal(0, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
    }

    [Fact]
    public async Task Execute_LetterThatCannotEvenBeQuarantined_StaysAndStopsNoneBehindIt()
    {
        var quarantine = new Mock<IQuarantineStore>();
        quarantine.Setup(port => port.AddAsync(It.IsAny<IReadOnlyCollection<QuarantineEntry>>(), Token))
            .ThrowsAsync(new FormatException("surprise"));
        quarantine.Setup(port => port.FindAsync(It.IsAny<IReadOnlyCollection<string>>(), Token)).ReturnsAsync([]);
        await SendAsync([.. Enumerable.Repeat("{{ not an envelope", 15), Body(0, "/home")]);
        await UseUpDeliveriesAsync();

        await SweepAsync(_drain.StorerOver(_drain.Dirty, quarantine: quarantine.Object));

        Assert.Equal(1, await _drain.CountNoonAsync());
        Assert.Equal(15, (await _drain.Queue.GetStatusAsync(Token)).DeadLetters);
    }

    public void Dispose() => _drain.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Body(long sequence, string page) =>
        Builders.Body(Producer, sequence, Builders.EventItem(Builders.EventJson(page: page)));

    private async Task MakeDeadLettersAsync(params string[] pages)
    {
        await SendAsync([.. pages.Index().Select(page => Body(page.Index, page.Item))]);
        await UseUpDeliveriesAsync();
    }

    private async Task SendAsync(params string[] bodies)
    {
        foreach (var body in bodies)
        {
            await _drain.Queue.SendAsync(body, Token);
        }
    }

    private async Task UseUpDeliveriesAsync()
    {
        IEventQueue queue = _drain.Queue;
        while ((await queue.ReceiveAsync(100, TimeSpan.Zero, Token)).Count > 0)
        {
            _drain.Clock.Advance(DrainHarness.VisibilityTimeout);
        }
    }

    private async Task SweepAsync(MessageStorer? storer = null) =>
        await new DeadLetterSweep(_drain.Queue, DrainHarness.Decoder, storer ?? _drain.Storer, NullLogger<DeadLetterSweep>.Instance)
            .Execute(Mock.Of<IJobExecutionContext>(), Token);
}
