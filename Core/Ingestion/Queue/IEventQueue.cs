namespace Pipeline.Core.Ingestion.Queue;

/// <summary>
/// A queue with the semantics of SQS: at least once, unordered, a received message is invisible until its visibility timeout
/// ends, and one that was received too often moves to the dead letters.
/// </summary>
public interface IEventQueue
{
    /// <summary>
    /// Sends envelopes, as many at a time as the queue can. Completes when each has its outcome; outcomes are in the envelopes' order: null when
    /// it is durable, else why the queue did not, or may not, have taken it. Bodies are text of at most 60,000 characters.
    /// </summary>
    /// <exception cref="Plumbing.Storage.TransientStorageException">The queue is not reachable; any of them may or may not have been taken.</exception>
    Task<IReadOnlyList<PipelineException?>> SendAsync(IReadOnlyList<EncodedEnvelope> envelopes, CancellationToken cancellationToken);

    /// <summary>Waits up to <paramref name="wait"/> for at least one message. Never returns dead letters.</summary>
    Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maxMessages, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Deletes messages for good. Receipts of an older delivery are ignored.</summary>
    Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken);

    /// <summary>Makes messages invisible for <paramref name="timeout"/> from now; zero gives them back. Stale receipts are ignored.</summary>
    Task ChangeVisibilityAsync(IReadOnlyCollection<QueueMessage> messages, TimeSpan timeout, CancellationToken cancellationToken);

    Task<QueueStatus> GetStatusAsync(CancellationToken cancellationToken);
}
