namespace Pipeline.Core.Queue;

/// <summary>The messages that were received too often. The sweep copies them to quarantine, then deletes them.</summary>
public interface IDeadLetterQueue
{
    /// <summary>Returns at most <paramref name="maxMessages"/> dead letters, oldest first, without waiting.</summary>
    Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maxMessages, CancellationToken cancellationToken);

    Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken);
}
