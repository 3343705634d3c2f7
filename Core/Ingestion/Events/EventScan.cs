using System.Buffers;
using System.Text.Json;
using Pipeline.Core.Plumbing.Json;

namespace Pipeline.Core.Ingestion.Events;

/// <summary>
/// One pass over one event: checks every rule and notes where the fields lie, without allocating. The first broken rule is kept;
/// the pass goes on to the end of the event, so that the reader can continue with the next one.
/// </summary>
internal struct EventScan : IFieldScan<EventScan.Field>
{
    private static readonly SearchValues<byte> TypeBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"u8);

    private readonly EventWindow _window;

    private EventScan(EventWindow window) => _window = window;

    private enum Field
    {
        Unknown,
        EventId,
        UserId,
        SessionId,
        EventType,
        Page,
        Timestamp,
        Metadata,
    }

    public Guid? EventId { get; private set; }
    public DateTimeOffset? Timestamp { get; private set; }
    public JsonSlice UserId { get; private set; }
    public JsonSlice SessionId { get; private set; }
    public JsonSlice EventType { get; private set; }
    public JsonSlice Page { get; private set; }
    public JsonSlice Metadata { get; private set; }

    /// <summary>Whether the metadata may have a number that cannot be counted.</summary>
    public bool HasLargeNumber { get; private set; }

    /// <summary>The whole event.</summary>
    public JsonSlice Slice { get; private set; }

    public Fault? Fault { get; private set; }

    /// <summary>Scans the value at which the reader stands, to its last token.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static EventScan Run(ref Utf8JsonReader reader, EventWindow window, int maxBytes)
    {
        var scan = new EventScan(window);
        var start = (int)reader.TokenStartIndex;
        var fault = JsonFields.Read<EventScan, Field>(ref reader, ref scan);
        scan.Slice = new JsonSlice(start, (int)reader.BytesConsumed - start);
        scan.Fault = reader.TokenType != JsonTokenType.EndObject ? new Fault("event", "must be a JSON object")
            : scan.Slice.Length > maxBytes
                ? new Fault("event", $"must be at most {EventLimits.MaxEventBytes} bytes", $"{scan.Slice.Length} bytes")
            : fault ?? scan.FindMissing();
        return scan;
    }

    Fault? IFieldScan<Field>.ReadField(ref Utf8JsonReader reader, Field field)
    {
        switch (field)
        {
            case Field.EventId:
                return ReadEventId(ref reader);
            case Field.Timestamp:
                return ReadTimestamp(ref reader);
            case Field.Metadata:
                var fault = MetadataRules.Check(ref reader, out var metadata);
                (Metadata, HasLargeNumber) = (metadata.Slice, metadata.HasLargeNumber);
                return fault;
            default:
                return ReadText(ref reader, field);
        }
    }

    private Fault? ReadEventId(ref Utf8JsonReader reader)
    {
        if (JsonText.CheckIsText(ref reader, "eventId") is { } fault)
        {
            return fault;
        }

        if (!reader.TryGetGuid(out var id))
        {
            return new Fault("eventId", "must be a UUID of 36 characters", JsonText.SizeOf(ref reader));
        }

        EventId = id;
        return null;
    }

    private Fault? ReadTimestamp(ref Utf8JsonReader reader)
    {
        if (JsonText.CheckIsText(ref reader, "timestamp") is { } fault)
        {
            return fault;
        }

        if (!EventTime.TryRead(ref reader, out var timestamp))
        {
            return new Fault("timestamp", "must be an ISO 8601 date and time with Z or ±hh:mm", JsonText.SizeOf(ref reader));
        }

        Timestamp = timestamp;
        return _window.Check(timestamp);
    }

    private Fault? ReadText(ref Utf8JsonReader reader, Field field)
    {
        var slice = new JsonSlice((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex));
        switch (field)
        {
            case Field.UserId:
                UserId = slice;
                return UserIdRules.Check(ref reader);
            case Field.SessionId:
                SessionId = slice;
                return JsonText.Check(ref reader, "sessionId", 1, EventLimits.MaxIdLength);
            case Field.Page:
                Page = slice;
                return JsonText.Check(ref reader, "page", 1, EventLimits.MaxPageLength);
            default:
                EventType = slice;
                return CheckEventType(ref reader);
        }
    }

    private static Fault? CheckEventType(ref Utf8JsonReader reader)
    {
        if (JsonText.CheckIsText(ref reader, "eventType") is { } fault)
        {
            return fault;
        }

        Span<byte> unescaped = stackalloc byte[EventLimits.MaxEventTypeLength * 6];
        scoped var type = reader.ValueSpan;
        if (reader.ValueIsEscaped && type.Length <= unescaped.Length)
        {
            type = unescaped[..reader.CopyString(unescaped)];
        }

        return type.Length is >= 1 and <= EventLimits.MaxEventTypeLength && !type.ContainsAnyExcept(TypeBytes)
            ? null
            : new Fault(
                "eventType", $"must be 1 to {EventLimits.MaxEventTypeLength} of A-Z, 0-9 and _", JsonText.SizeOf(ref reader));
    }

    private readonly Fault? FindMissing() =>
        !UserId.IsPresent ? Missing("userId")
        : !SessionId.IsPresent ? Missing("sessionId")
        : !EventType.IsPresent ? Missing("eventType")
        : !Page.IsPresent ? Missing("page")
        : EventId is not null && Timestamp is null ? new Fault("timestamp", "is required with an eventId")
        : null;

    private static Fault Missing(string field) => new(field, "is required");
}
