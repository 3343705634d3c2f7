namespace Pipeline.Core.Ingestion.Queue;

/// <summary>
/// How full the queue is. Exact in the embedded adapter; SQS gives approximate values from within the last minute or so.
/// </summary>
/// <param name="Visible">Messages waiting to be received.</param>
/// <param name="InFlight">Messages received and not yet deleted or given back.</param>
/// <param name="OldestSentAt">
/// When the oldest message still in the queue (visible or in flight) was sent; null when it is empty. SQS does not report it: its adapter
/// uses the send time of what this process received last (an empty answer to a long poll counts as sent at that moment), which a
/// process that receives nothing does not have. Null with messages in the queue therefore means unknown.
/// </param>
/// <param name="DeadLetters">Messages that were received too often.</param>
public sealed record QueueStatus(long Visible, long InFlight, DateTimeOffset? OldestSentAt, long DeadLetters)
{
    public bool IsEmpty => Visible + InFlight == 0;

    /// <summary>How long the oldest message has been waiting; zero when the queue is empty or its age unknown. Never negative: clocks of
    /// other machines may be ahead of ours.</summary>
    public TimeSpan AgeAt(DateTimeOffset now) => OldestSentAt < now ? now - OldestSentAt.Value : TimeSpan.Zero;
}
