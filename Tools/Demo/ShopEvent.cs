namespace Pipeline.Tools.Demo;

/// <param name="SentAt">When the client sends it: now and then much later than it happened.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Json">The event as the API takes it.</param>
internal sealed record ShopEvent(DateTimeOffset SentAt, DateTimeOffset Timestamp, ReadOnlyMemory<byte> Json);
