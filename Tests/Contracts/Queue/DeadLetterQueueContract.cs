using Pipeline.Core.Ingestion.Queue;
using Pipeline.Testing;

namespace Pipeline.Contracts.Queue;

/// <summary>What <see cref="IDeadLetterQueue"/> promises, whatever lies behind it, and when messages get there.</summary>
public abstract class DeadLetterQueueContract : QueueContract
{
    [Fact]
    public async Task Receive_DeliveriesUsedUp_MovesTheMessageToTheDeadLetters()
    {
        var (queue, deadLetters) = await CreateAsync(Options);
        await queue.SendAsync("poison", Token);
        var last = await UseUpAsync(queue);

        Assert.Equal(new QueueStatus(0, 0, null, 1), await queue.GetStatusAsync(Token));
        var dead = Assert.Single(await deadLetters.ReceiveAsync(10, Token));
        Assert.Equal((last.Id, "poison", last.SentAt), (dead.Id, dead.Body, dead.SentAt));
        // SQS also counts the receive that moved it and the one that read it here.
        Assert.InRange(dead.ReceiveCount, Options.MaxReceiveCount, Options.MaxReceiveCount + 2);
    }

    [Fact]
    public async Task Receive_DeadLettersInFront_StillReturnsTheLimitOfLiveOnes()
    {
        var (queue, _) = await CreateAsync(Options);
        await queue.SendAsync("poison", Token);
        await UseUpAsync(queue);
        await SendAsync(queue, 3);

        Assert.Equal(3, (await queue.ReceiveAsync(3, TimeSpan.Zero, Token)).Count);
    }

    [Fact]
    public async Task DeadLetters_SeveralDead_ComeOldestFirstAndLeaveWhenDeleted()
    {
        var (queue, deadLetters) = await CreateAsync(Options);
        foreach (var body in (string[])["first", "second", "third"])
        {
            await queue.SendAsync(body, Token);
            await PassAsync(TimeSpan.FromMilliseconds(50));
        }

        await UseUpAsync(queue);
        var dead = await deadLetters.ReceiveAsync(2, Token);
        Assert.Equal(["first", "second"], dead.Select(message => message.Body));

        await deadLetters.DeleteAsync(dead, Token);

        Assert.Equal("third", Assert.Single(await deadLetters.ReceiveAsync(2, Token)).Body);
        Assert.Equal(1, (await queue.GetStatusAsync(Token)).DeadLetters);
    }

    [Fact]
    public async Task DeadLetters_Received_AreCountedAndHiddenForAWhile()
    {
        var (queue, deadLetters) = await CreateAsync(Options);
        await queue.SendAsync("poison", Token);
        await UseUpAsync(queue);
        await deadLetters.ReceiveAsync(10, Token);

        Assert.Empty(await deadLetters.ReceiveAsync(10, Token));
        await PassAsync(Options.VisibilityTimeout);

        Assert.Single(await deadLetters.ReceiveAsync(10, Token));
    }

    [Fact]
    public async Task DeadLetters_NothingDead_ReturnsNothing()
    {
        var (queue, deadLetters) = await CreateAsync(Options);
        await queue.SendAsync("alive", Token);

        Assert.Empty(await deadLetters.ReceiveAsync(10, Token));
    }

    [Fact]
    public async Task DeadLetters_MessageIsDeadAndItsLastReceiverDeletesIt_StaysForTheSweep()
    {
        var (queue, deadLetters) = await CreateAsync(Options);
        await queue.SendAsync("poison", Token);
        var last = await UseUpAsync(queue);
        await deadLetters.ReceiveAsync(10, Token);

        await queue.DeleteAsync([last], Token);
        await PassAsync(Options.VisibilityTimeout);

        Assert.Single(await deadLetters.ReceiveAsync(10, Token));
    }
}
