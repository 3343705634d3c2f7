using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using Pipeline.Core.Queue;
using Pipeline.Core.Storage;
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
        _receiver = new MessageReceiver(queue.Object, inFlight, _buffer, options);
    }

    [Fact]
    public async Task ReceiveAsync_AnswerThatIsNotFull_IsOneLongPoll()
    {
        _answer = _ => Task.FromResult(Full - 1);

        await _receiver.ReceiveAsync(Token);

        Assert.Equal([LongPoll], _waits);
        Assert.Equal(["0-0"], await ReceivedAsync());
    }

    [Fact]
    public async Task ReceiveAsync_Nothing_PutsNothingIntoTheBuffer()
    {
        await _receiver.ReceiveAsync(Token);

        Assert.Empty(await ReceivedAsync());
    }

    [Fact]
    public async Task ReceiveAsync_Backlog_IsReceivedBySeveralCallsAtATimeThatDoNotWait()
    {
        var allAreThere = new TaskCompletionSource();
        _answer = async call =>
        {
            if (call == Receivers)
            {
                allAreThere.SetResult();
            }

            if (call is > 0 and <= Receivers)
            {
                await allAreThere.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
            }

            return call <= Receivers ? Full : 0;
        };

        await _receiver.ReceiveAsync(Token);

        Assert.Equal([LongPoll, .. Enumerable.Repeat(TimeSpan.Zero, 2 * Receivers)], _waits);
        Assert.Equal(Full * (1 + Receivers), (await ReceivedAsync()).Count);
    }

    [Fact]
    public async Task ReceiveAsync_QueueFailsForOneCall_SaysSoWithABacklogLeftAndKeepsWhatTheOthersReceived()
    {
        var others = new TaskCompletionSource<int>();
        _answer = call => call switch
        {
            0 => Task.FromResult(Full),
            Receivers => throw new TransientStorageException("The queue is away."),
            _ => others.Task,
        };

        var received = _receiver.ReceiveAsync(Token);
        others.SetResult(Full);
        await Assert.ThrowsAsync<TransientStorageException>(() => received);

        Assert.Equal(1 + Receivers, _waits.Count);
        Assert.Equal(["0-0", "0-1", "1-0", "1-1", "2-0", "2-1"], (await ReceivedAsync()).Order(StringComparer.Ordinal));
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
