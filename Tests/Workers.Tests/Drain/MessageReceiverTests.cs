using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Testing;
using Pipeline.Workers.Drain;
using Xunit;

namespace Pipeline.Workers.Tests.Drain;

public sealed class MessageReceiverTests : IDisposable
{
    private const int Full = 2;
    private const int Receivers = 3;
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    private readonly DrainBuffer _buffer;
    private readonly MessageReceiver _receiver;
    private readonly List<TimeSpan> _waits = [];
    private Func<int, Task<int>> _answer = _ => Task.FromResult(0);

    public MessageReceiverTests()
    {
        var options = Options.Create(
            new DrainOptions { MessagesPerReceive = Full, Receivers = Receivers, ReceiveWait = LongPoll });
        var queue = new Mock<IEventQueue>();
        queue.Setup(it => it.ReceiveAsync(Full, It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Returns(async (int _, TimeSpan wait, CancellationToken _) =>
            {
                var call = _waits.Count;
                _waits.Add(wait);
                return [.. Enumerable.Range(0, await _answer(call)).Select(index => Message($"{call}-{index}"))];
            });
        var inFlight = new InFlightMessages(
            queue.Object, Options.Create(new QueueOptions()), TimeProvider.System, NullLogger<InFlightMessages>.Instance);
        _buffer = new DrainBuffer(options);
        _receiver = new MessageReceiver(queue.Object, DrainHarness.Decoder, inFlight, _buffer, options);
    }

    [Theory]
    [InlineData(Full, true)]
    [InlineData(Full - 1, false)]
    public async Task ReceiveAsync_Answer_IsOneLongPollThatTellsOfABacklog(int messages, bool isBacklog)
    {
        _answer = _ => Task.FromResult(messages);

        Assert.Equal(isBacklog, await _receiver.ReceiveAsync(Token));

        Assert.Equal([LongPoll], _waits);
        Assert.Equal(messages, (await ReceivedAsync()).Count);
    }

    [Fact]
    public async Task ReceiveAsync_Nothing_PutsNothingIntoTheBuffer()
    {
        Assert.False(await _receiver.ReceiveAsync(Token));

        Assert.Empty(await ReceivedAsync());
    }

    [Fact]
    public async Task ReceiveBacklogAsync_Backlog_IsReceivedBySeveralCallsAtATimeThatHardlyWait()
    {
        var answers = new TaskCompletionSource<int>();
        _answer = call => call < Receivers ? answers.Task : Task.FromResult(0);

        var received = _receiver.ReceiveBacklogAsync(Token);
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(1), Receivers), _waits);
        answers.SetResult(Full);
        await received;

        Assert.Equal(Full * Receivers, (await ReceivedAsync()).Count);
    }

    [Fact]
    public async Task ReceiveBacklogAsync_OneAnswerIsNotFull_EndsWithABacklogLeftForTheOthers()
    {
        _answer = call => Task.FromResult(call == 4 ? Full - 1 : Full);

        await _receiver.ReceiveBacklogAsync(Token);

        Assert.Equal(5, _waits.Count);
        Assert.Equal(5 * Full - 1, (await ReceivedAsync()).Count);
    }

    [Fact]
    public async Task ReceiveBacklogAsync_StopDuringABacklog_AsksNoMore()
    {
        using var stop = new CancellationTokenSource();
        _answer = async call =>
        {
            if (call == 4)
            {
                await stop.CancelAsync();
            }

            return Full;
        };

        await _receiver.ReceiveBacklogAsync(stop.Token);

        Assert.Equal(5, _waits.Count);
        Assert.Equal(5 * Full, (await ReceivedAsync()).Count);
    }

    [Fact]
    public async Task ReceiveBacklogAsync_QueueFailsForOneCall_SaysSoWithABacklogLeftAndKeepsWhatTheOthersReceived()
    {
        var others = new TaskCompletionSource<int>();
        _answer = call => call == Receivers - 1 ? throw new TransientStorageException("The queue is away.") : others.Task;

        var received = _receiver.ReceiveBacklogAsync(Token);
        others.SetResult(Full);
        await Assert.ThrowsAsync<TransientStorageException>(() => received);

        Assert.Equal(Receivers, _waits.Count);
        Assert.Equal(["0-0", "0-1", "1-0", "1-1"], (await ReceivedAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReceiveAsync_MessageThatIsNoEnvelope_IsHandedOnWithItsFault()
    {
        _answer = _ => Task.FromResult(1);

        await _receiver.ReceiveAsync(Token);
        _buffer.Complete();

        await _buffer.DrainAsync(batch =>
        {
            Assert.NotNull(Assert.Single(batch).Fault);
            return Task.CompletedTask;
        });
    }

    public void Dispose() => _buffer.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static QueueMessage Message(string id) => new(id, id, "no envelope", 1, Builders.Noon);

    private async Task<IReadOnlyList<string>> ReceivedAsync()
    {
        var received = new List<string>();
        _buffer.Complete();
        await _buffer.DrainAsync(batch =>
        {
            received.AddRange(batch.Select(message => message.Message.Id));
            return Task.CompletedTask;
        });
        return received;
    }
}
