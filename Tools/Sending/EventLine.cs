using System.Text.Json;

namespace Pipeline.Tools.Sending;

/// <summary>What the sender needs to know about one event of a batch.</summary>
/// <param name="Number">Line number in its file, from 1.</param>
/// <param name="Timestamp">The event's own time; null when it has none or it cannot be read.</param>
/// <param name="HasEventId">Without an id, sending the event again counts it again.</param>
internal readonly record struct EventLine(long Number, DateTimeOffset? Timestamp, bool HasEventId)
{
    private static ReadOnlySpan<byte> EventIdName => "eventId"u8;

    private static ReadOnlySpan<byte> TimestampName => "timestamp"u8;

    /// <summary>
    /// Looks for the id and the time among an event's top-level fields and stops as soon as it has both. The server reports
    /// whatever is wrong with the line.
    /// </summary>
    public static EventLine Inspect(long number, ReadOnlySpan<byte> json)
    {
        DateTimeOffset? timestamp = null;
        var hasEventId = false;
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new EventLine(number, null, false);
            }

            while ((timestamp is null || !hasEventId) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isEventId = reader.ValueTextEquals(EventIdName);
                var isTimestamp = reader.ValueTextEquals(TimestampName);
                reader.Read();
                hasEventId |= isEventId && reader.TokenType == JsonTokenType.String;
                if (isTimestamp && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var value))
                {
                    timestamp = value;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The server will reject the line and name the fault.
        }

        return new EventLine(number, timestamp, hasEventId);
    }
}
