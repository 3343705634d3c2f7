namespace Pipeline.Core.Ingestion.Queue;

/// <summary>The messages that were received too often. The sweep copies them to quarantine, then deletes them.</summary>
public interface IDeadLetterQueue
{
    /// <summary>
    /// Returns at most <paramref name="maxMessages"/> dead letters, the oldest first as far as the queue keeps order, without waiting
    /// for more. Hides them for a while; those that are not deleted are returned again later.
    /// </summary>
    Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maxMessages, CancellationToken cancellationToken);

    Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken);
}
