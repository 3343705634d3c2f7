using Pipeline.Core;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>The real queue, reporting how many messages each call has deleted.</summary>
internal sealed class WatchedQueue(IEventQueue queue, Action<int> deleted) : IEventQueue
{
    public Task<IReadOnlyList<PipelineException?>> SendAsync(
        IReadOnlyList<EncodedEnvelope> envelopes, CancellationToken cancellationToken) => queue.SendAsync(envelopes, cancellationToken);

    public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maxMessages, TimeSpan wait, CancellationToken cancellationToken) =>
        queue.ReceiveAsync(maxMessages, wait, cancellationToken);

    public async Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken)
    {
        await queue.DeleteAsync(messages, cancellationToken);
        deleted(messages.Count);
    }

    public Task ChangeVisibilityAsync(
        IReadOnlyCollection<QueueMessage> messages, TimeSpan timeout, CancellationToken cancellationToken) =>
        queue.ChangeVisibilityAsync(messages, timeout, cancellationToken);

    public Task<QueueStatus> GetStatusAsync(CancellationToken cancellationToken) => queue.GetStatusAsync(cancellationToken);
}
