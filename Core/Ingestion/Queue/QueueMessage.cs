namespace Pipeline.Core.Ingestion.Queue;

/// <summary>One delivery of a message.</summary>
/// <param name="Id">Stays the same over deliveries.</param>
/// <param name="Receipt">Names this delivery; needed to delete it or to change its visibility.</param>
/// <param name="Body">The text that was sent.</param>
/// <param name="ReceiveCount">How often the message has been delivered, this time included.</param>
/// <param name="SentAt">When the queue took the message.</param>
public sealed record QueueMessage(string Id, string Receipt, string Body, int ReceiveCount, DateTimeOffset SentAt);
