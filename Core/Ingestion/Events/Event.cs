namespace Pipeline.Core.Ingestion.Events;

/// <summary>One user event as it is stored. (<see cref="Timestamp"/>, <see cref="EventId"/>) is its identity: it counts once.</summary>
/// <param name="EventId">Sent by the client or assigned at ingest (UUIDv7).</param>
/// <param name="Timestamp">Event time, UTC, whole milliseconds.</param>
/// <param name="UserId">1–128 characters.</param>
/// <param name="SessionId">1–128 characters.</param>
/// <param name="EventType">1–64 of A–Z, 0–9, underscore.</param>
/// <param name="Page">1–2,048 characters.</param>
/// <param name="Metadata">The metadata object as UTF-8 JSON exactly as sent; empty when absent.</param>
public sealed record Event(
    Guid EventId,
    DateTimeOffset Timestamp,
    string UserId,
    string SessionId,
    string EventType,
    string Page,
    ReadOnlyMemory<byte> Metadata)
{
    public EventKey Key => new(Timestamp, EventId);

    /// <inheritdoc cref="EventKey.UtcDay"/>
    public DateOnly UtcDay => Key.UtcDay;
}
