using Pipeline.Core.Ingestion.Queue;
using Pipeline.Testing;

namespace Pipeline.Contracts.Queue;

/// <summary>Gives the suites of the queue and of its dead letters a queue and control of its time.</summary>
public abstract class QueueContract
{
    protected static readonly QueueOptions Options = new() { VisibilityTimeout = TimeSpan.FromSeconds(2), MaxReceiveCount = 3 };

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the queue on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<(IEventQueue Queue, IDeadLetterQueue DeadLetters)> CreateAsync(QueueOptions options);

    /// <summary>Lets time pass, for the queue and for its receivers.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    /// <summary>Completes when the receiver that has been started is waiting.</summary>
    protected abstract Task ReceiverWaitsAsync();

    /// <summary>Fails, rather than hangs, when nothing comes.</summary>
    protected static async Task<T> SoonAsync<T>(Task<T> task) => await task.WaitAsync(TimeSpan.FromSeconds(30), Token);

    protected static Task SoonAsync(Task task) => task.WaitAsync(TimeSpan.FromSeconds(30), Token);

    protected static async Task SendAsync(IEventQueue queue, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await queue.SendAsync($"message {i}", Token);
        }
    }

    /// <summary>
    /// Receives everything visible as often as is allowed, giving it back each time, and asks once more: SQS makes it a dead letter when it is
    /// requested again. Returns the last delivery.
    /// </summary>
    protected static async Task<QueueMessage> UseUpAsync(IEventQueue queue)
    {
        IReadOnlyList<QueueMessage> messages = [];
        for (var i = 0; i < Options.MaxReceiveCount; i++)
        {
            messages = await queue.ReceiveAsync(10, TimeSpan.Zero, Token);
            await queue.ChangeVisibilityAsync(messages, TimeSpan.Zero, Token);
        }

        Assert.Empty(await queue.ReceiveAsync(10, TimeSpan.Zero, Token));
        return messages[^1];
    }
}
