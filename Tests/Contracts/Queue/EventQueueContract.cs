using Pipeline.Core.Ingestion.Queue;
using Pipeline.Testing;

namespace Pipeline.Contracts.Queue;

/// <summary>What <see cref="IEventQueue"/> promises, whatever lies behind it.</summary>
public abstract class EventQueueContract : QueueContract
{
    [Theory]
    [InlineData("a")]
    [InlineData("line\nbreak, \"quotes\" and ünïcödé 🛒")]
    [InlineData("what XML forbids: \u0001 \uFFFE \uFFFF")]
    public async Task Receive_SentMessage_ComesWithItsBodyAndCountOne(string body)
    {
        var (queue, _) = await CreateAsync(Options);
        await queue.SendAsync(body, Token);

        var message = Assert.Single(await queue.ReceiveAsync(10, TimeSpan.Zero, Token));

        Assert.Equal((body, 1), (message.Body, message.ReceiveCount));
    }

    [Fact]
    public async Task Send_LongestBody_ComesBackWhole()
    {
        var (queue, _) = await CreateAsync(Options);
        var body = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i:D5}|"));
        Assert.Equal(EnvelopeCodec.MaxBodyLength, body.Length);

        await queue.SendAsync(body, Token);

        Assert.Equal(body, Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, Token)).Body);
    }

    [Fact]
    public async Task Send_ManyAtOnce_TellsOfEachAndAllArrive()
    {
        var (queue, _) = await CreateAsync(Options);
        List<string> bodies = [.. Enumerable.Range(0, 25).Select(i => $"message {i} {new string('x', 50_000)}")];

        var outcomes = await queue.SendAsync(
            bodies.ConvertAll(body => new EncodedEnvelope(body, new EnvelopeHeader(Guid.NewGuid(), 0, 0, DateTimeOffset.UnixEpoch) { IsLast = true })),
            Token);

        Assert.Equal(25, outcomes.Count);
        Assert.All(outcomes, Assert.Null);
        Assert.Equal(bodies.Order(), (await DrainAsync(queue)).Select(message => message.Body).Order());
    }

    [Fact]
    public async Task Receive_EmptyQueueWithoutWait_ReturnsNothing()
    {
        var (queue, _) = await CreateAsync(Options);

        Assert.Empty(await queue.ReceiveAsync(10, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task Receive_MoreThanAsked_ReturnsAtMostTheLimit()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 5);

        Assert.Equal(3, (await queue.ReceiveAsync(3, TimeSpan.Zero, Token)).Count);
        Assert.Equal(2, (await queue.ReceiveAsync(3, TimeSpan.Zero, Token)).Count);
    }

    [Fact]
    public async Task Receive_WithinVisibilityTimeout_DoesNotReturnTheMessageAgain()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 1);
        await queue.ReceiveAsync(1, TimeSpan.Zero, Token);

        await PassAsync(Options.VisibilityTimeout / 2);

        Assert.Empty(await queue.ReceiveAsync(1, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task Receive_AfterVisibilityTimeout_ReturnsSameIdNewReceiptNextCount()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 1);
        var first = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, Token));

        await PassAsync(Options.VisibilityTimeout);
        var second = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Token));

        Assert.Equal((first.Id, first.Body, 2, first.SentAt), (second.Id, second.Body, second.ReceiveCount, second.SentAt));
        Assert.NotEqual(first.Receipt, second.Receipt);
    }

    [Fact]
    public async Task Receive_ManyReceiversAtOnce_NoMessageGoesToTwo()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 200);

        var received = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DrainAsync(queue), Token)));

        var ids = received.SelectMany(messages => messages).Select(message => message.Id).ToList();
        Assert.Equal(200, ids.Count);
        Assert.Equal(200, ids.Distinct().Count());
    }

    [Fact]
    public async Task Receive_Waiting_WakesOnSend()
    {
        var (queue, _) = await CreateAsync(Options);
        var receive = queue.ReceiveAsync(10, TimeSpan.FromSeconds(20), Token);
        await SoonAsync(ReceiverWaitsAsync());

        await queue.SendAsync("late", Token);

        Assert.Equal("late", Assert.Single(await SoonAsync(receive)).Body);
    }

    [Fact]
    public async Task Receive_Waiting_WakesWhenAMessageIsVisibleAgain()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 1);
        await queue.ReceiveAsync(1, TimeSpan.Zero, Token);
        var receive = queue.ReceiveAsync(10, TimeSpan.FromSeconds(20), Token);
        await SoonAsync(ReceiverWaitsAsync());

        await PassAsync(Options.VisibilityTimeout);

        Assert.Equal(2, Assert.Single(await SoonAsync(receive)).ReceiveCount);
    }

    [Fact]
    public async Task Receive_Waiting_WakesWhenAMessageIsGivenBack()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 1);
        var held = await queue.ReceiveAsync(1, TimeSpan.Zero, Token);
        var receive = queue.ReceiveAsync(10, TimeSpan.FromSeconds(20), Token);
        await SoonAsync(ReceiverWaitsAsync());

        await queue.ChangeVisibilityAsync(held, TimeSpan.Zero, Token);

        Assert.Equal(2, Assert.Single(await SoonAsync(receive)).ReceiveCount);
    }

    [Fact]
    public async Task Receive_WaitPassesWithoutMessage_ReturnsNothing()
    {
        var (queue, _) = await CreateAsync(Options);
        var receive = queue.ReceiveAsync(10, TimeSpan.FromSeconds(1), Token);
        await SoonAsync(ReceiverWaitsAsync());

        await PassAsync(TimeSpan.FromSeconds(1));

        Assert.Empty(await SoonAsync(receive));
    }

    [Fact]
    public async Task Receive_CanceledWhileWaiting_Throws()
    {
        var (queue, _) = await CreateAsync(Options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var receive = queue.ReceiveAsync(10, TimeSpan.FromSeconds(20), stop.Token);
        await SoonAsync(ReceiverWaitsAsync());

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SoonAsync(receive));
    }

    [Fact]
    public async Task Delete_CurrentReceipt_RemovesTheMessageForGood()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 2);
        var messages = await queue.ReceiveAsync(2, TimeSpan.Zero, Token);

        await queue.DeleteAsync(messages, Token);
        await PassAsync(Options.VisibilityTimeout);

        Assert.Empty(await queue.ReceiveAsync(2, TimeSpan.Zero, Token));
        Assert.Equal(new QueueStatus(0, 0, null, 0), await queue.GetStatusAsync(Token));
    }

    [Fact]
    public async Task Delete_StaleReceipt_IsIgnored()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 1);
        var stale = await queue.ReceiveAsync(1, TimeSpan.Zero, Token);
        await queue.ChangeVisibilityAsync(stale, TimeSpan.Zero, Token);
        var current = await queue.ReceiveAsync(1, TimeSpan.Zero, Token);

        await queue.DeleteAsync(stale, Token);
        Assert.Equal(1, (await queue.GetStatusAsync(Token)).InFlight);

        await queue.DeleteAsync(current, Token);
        Assert.Equal(0, (await queue.GetStatusAsync(Token)).InFlight);
    }

    [Fact]
    public async Task ChangeVisibility_Longer_KeepsTheMessageInvisibleFromNowOn()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 1);
        var held = await queue.ReceiveAsync(1, TimeSpan.Zero, Token);
        await PassAsync(Options.VisibilityTimeout / 2);

        await queue.ChangeVisibilityAsync(held, 2 * Options.VisibilityTimeout, Token);
        await PassAsync(Options.VisibilityTimeout);
        Assert.Empty(await queue.ReceiveAsync(1, TimeSpan.Zero, Token));

        await PassAsync(Options.VisibilityTimeout);
        Assert.Single(await queue.ReceiveAsync(1, TimeSpan.FromSeconds(1), Token));
    }

    [Fact]
    public async Task ChangeVisibility_StaleReceipt_IsIgnored()
    {
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, 1);
        var stale = await queue.ReceiveAsync(1, TimeSpan.Zero, Token);
        await queue.ChangeVisibilityAsync(stale, TimeSpan.Zero, Token);
        await queue.ReceiveAsync(1, TimeSpan.Zero, Token);

        await queue.ChangeVisibilityAsync(stale, TimeSpan.Zero, Token);

        Assert.Empty(await queue.ReceiveAsync(1, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task GetStatus_MixedMessages_CountsEachOnce()
    {
        var (queue, _) = await CreateAsync(Options);
        await queue.SendAsync("poison", Token);
        await UseUpAsync(queue);
        await SendAsync(queue, 3);
        var inFlight = Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, Token));
        await PassAsync(TimeSpan.FromMilliseconds(100));
        await SendAsync(queue, 1);

        Assert.Equal(new QueueStatus(3, 1, inFlight.SentAt, 1), await queue.GetStatusAsync(Token));
    }

    [Fact]
    public async Task Send_ThenReopen_KeepsMessagesCountsAndDeadLetters()
    {
        var (queue, _) = await CreateAsync(Options);
        await queue.SendAsync("poison", Token);
        await UseUpAsync(queue);
        await queue.SendAsync("delivered once", Token);
        await queue.ReceiveAsync(1, TimeSpan.Zero, Token);
        await queue.SendAsync("new", Token);

        var (reopened, deadLetters) = await CreateAsync(Options);
        await PassAsync(Options.VisibilityTimeout);

        List<QueueMessage> messages = [.. await reopened.ReceiveAsync(10, TimeSpan.FromSeconds(1), Token)];
        // One answer need not hold all that is there.
        while (messages.Count < 2 && await reopened.ReceiveAsync(10, TimeSpan.FromSeconds(1), Token) is { Count: > 0 } more)
        {
            messages.AddRange(more);
        }

        Assert.Equal(
            [("delivered once", 2), ("new", 1)], messages.Select(message => (message.Body, message.ReceiveCount)).Order());
        Assert.Equal("poison", Assert.Single(await deadLetters.ReceiveAsync(10, Token)).Body);
    }

    private static async Task<List<QueueMessage>> DrainAsync(IEventQueue queue)
    {
        List<QueueMessage> all = [];
        while (await queue.ReceiveAsync(7, TimeSpan.Zero, Token) is { Count: > 0 } messages)
        {
            all.AddRange(messages);
        }

        return all;
    }
}
