namespace Pipeline.Core.Ingestion.Events;

/// <summary>What identifies an event. Keys sort by time, then by the id as text.</summary>
/// <param name="Timestamp">Event time, UTC, whole milliseconds.</param>
/// <param name="EventId">The event's id.</param>
public readonly record struct EventKey(DateTimeOffset Timestamp, Guid EventId) : IComparable<EventKey>
{
    /// <summary>The UTC day whose raw collection holds the event.</summary>
    public DateOnly UtcDay => DateOnly.FromDateTime(Timestamp.UtcDateTime);

    public static bool operator <(EventKey left, EventKey right) => left.CompareTo(right) < 0;

    public static bool operator >(EventKey left, EventKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(EventKey left, EventKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EventKey left, EventKey right) => left.CompareTo(right) >= 0;

    public int CompareTo(EventKey other) => Timestamp.CompareTo(other.Timestamp) is not 0 and var byTime
        ? byTime
        : EventId.CompareTo(other.EventId);
}
