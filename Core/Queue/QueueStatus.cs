namespace Pipeline.Core.Queue;

/// <summary>How full the queue is. Exact in the embedded adapter, approximate with SQS.</summary>
/// <param name="Visible">Messages waiting to be received.</param>
/// <param name="InFlight">Messages received and not yet deleted or given back.</param>
/// <param name="OldestSentAt">When the oldest message still in the queue (visible or in flight) was sent; null when it is empty.</param>
/// <param name="DeadLetters">Messages that were received too often.</param>
public sealed record QueueStatus(long Visible, long InFlight, DateTimeOffset? OldestSentAt, long DeadLetters);
