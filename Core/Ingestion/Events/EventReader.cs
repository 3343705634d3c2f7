using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Core.Plumbing.Json;

namespace Pipeline.Core.Ingestion.Events;

/// <summary>
/// Reads single events from UTF-8 JSON and checks every rule. Unknown fields are ignored, JSON null counts as absent, a field
/// given twice is refused.
/// </summary>
public static class EventReader
{
    /// <summary>For reading whole batches: one event that is nested too deeply must not make its neighbours unreadable.</summary>
    public static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = int.MaxValue };

    private const int InsertedIdLength = 49;
    private const int InsertedTimeLength = 15 + EventTime.Length;
    private const int MaxWrittenBytes = EventLimits.MaxEventBytes + InsertedIdLength + InsertedTimeLength;

    /// <summary>Reads an event that ingest wrote. The event's metadata is a slice of <paramref name="json"/>.</summary>
    /// <param name="json">One JSON object. An event without id is refused here: a redelivery could not find the same id again.</param>
    /// <param name="receivedAt">Receipt time of the envelope.</param>
    /// <param name="maxAge">How old an event may be at its receipt, see <see cref="EventOptions.MaxAge"/>.</param>
    /// <param name="evt">The event.</param>
    /// <param name="fault">The broken rule.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> json,
        DateTimeOffset receivedAt,
        TimeSpan maxAge,
        [NotNullWhen(true)] out Event? evt,
        [NotNullWhen(false)] out Fault? fault)
    {
        evt = null;
        return TryScan(json.Span, EventWindow.OfEnvelope(receivedAt, maxAge), MaxWrittenBytes, out var scan, out fault)
            && TryMake(in scan, json, out evt, out fault);
    }

    /// <summary>
    /// As the other overload, for the value at which <paramref name="reader"/> stands, and moves it to the value's last token.
    /// </summary>
    /// <param name="reader">A reader over <paramref name="json"/>, made with <see cref="JsonOptions"/>.</param>
    /// <param name="json">The whole text, checked to be valid UTF-8. The event's metadata is a slice of it.</param>
    /// <param name="receivedAt">Receipt time of the envelope.</param>
    /// <param name="maxAge">How old an event may be at its receipt, see <see cref="EventOptions.MaxAge"/>.</param>
    /// <param name="evt">The event.</param>
    /// <param name="fault">The broken rule.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static bool TryRead(
        ref Utf8JsonReader reader,
        ReadOnlyMemory<byte> json,
        DateTimeOffset receivedAt,
        TimeSpan maxAge,
        [NotNullWhen(true)] out Event? evt,
        [NotNullWhen(false)] out Fault? fault)
    {
        var scan = EventScan.Run(ref reader, EventWindow.OfEnvelope(receivedAt, maxAge), MaxWrittenBytes);
        return TryMake(in scan, json, out evt, out fault);
    }

    /// <summary>
    /// Checks one event as a client sent it and appends it to <paramref name="output"/> with the id and the time that it lacks.
    /// Nothing is written and nothing thrown when it is refused.
    /// </summary>
    public static bool TryAppend(
        ReadOnlySpan<byte> json,
        DateTimeOffset receivedAt,
        TimeSpan maxAge,
        IBufferWriter<byte> output,
        out TakenEvent taken,
        [NotNullWhen(false)] out Fault? fault)
    {
        taken = default;
        if (!TryScan(json, EventWindow.OfEvent(receivedAt, maxAge), EventLimits.MaxEventBytes, out var scan, out fault))
        {
            return false;
        }

        taken = Append(json, in scan, receivedAt, output);
        return true;
    }

    /// <summary>
    /// As the other overload, for the value at which <paramref name="reader"/> stands, and moves it to the value's last token.
    /// </summary>
    /// <param name="reader">A reader over <paramref name="json"/>, made with <see cref="JsonOptions"/>.</param>
    /// <param name="json">The whole text, checked to be valid UTF-8.</param>
    /// <param name="receivedAt">Receipt time.</param>
    /// <param name="maxAge">How old an event may be at its receipt, see <see cref="EventOptions.MaxAge"/>.</param>
    /// <param name="output">Takes the event.</param>
    /// <param name="taken">What became of it.</param>
    /// <param name="fault">The broken rule.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static bool TryAppend(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> json,
        DateTimeOffset receivedAt,
        TimeSpan maxAge,
        IBufferWriter<byte> output,
        out TakenEvent taken,
        [NotNullWhen(false)] out Fault? fault)
    {
        var scan = EventScan.Run(ref reader, EventWindow.OfEvent(receivedAt, maxAge), EventLimits.MaxEventBytes);
        fault = scan.Fault;
        taken = fault is null ? Append(json, in scan, receivedAt, output) : default;
        return fault is null;
    }

    private static bool TryScan(
        ReadOnlySpan<byte> json, EventWindow window, int maxBytes, out EventScan scan, [NotNullWhen(false)] out Fault? fault)
    {
        scan = default;
        if (!Utf8.IsValid(json))
        {
            fault = new Fault("event", "must be valid UTF-8", $"{json.Length} bytes");
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json, JsonOptions);
            reader.Read();
            scan = EventScan.Run(ref reader, window, maxBytes);
            fault = scan.Fault;
            reader.Read();
        }
        catch (JsonException)
        {
            // The exception's own message quotes the text.
            fault = new Fault("event", "must be valid JSON", $"{json.Length} bytes");
        }

        return fault is null;
    }

    private static bool TryMake(
        in EventScan scan, ReadOnlyMemory<byte> json, [NotNullWhen(true)] out Event? evt, [NotNullWhen(false)] out Fault? fault)
    {
        evt = null;
        fault = scan.Fault;
        if (fault is not null)
        {
            return false;
        }

        if (scan is not { EventId: { } eventId, Timestamp: { } timestamp })
        {
            fault = new Fault("eventId", "is required");
            return false;
        }

        evt = new Event(
            eventId,
            timestamp,
            JsonText.GetString(json.Span, scan.UserId),
            JsonText.GetString(json.Span, scan.SessionId),
            JsonText.GetString(json.Span, scan.EventType),
            JsonText.GetString(json.Span, scan.Page),
            json.Slice(scan.Metadata.Start, scan.Metadata.Length));
        return true;
    }

    private static TakenEvent Append(ReadOnlySpan<byte> json, in EventScan scan, DateTimeOffset receivedAt, IBufferWriter<byte> output)
    {
        var eventId = scan.EventId ?? Guid.CreateVersion7(receivedAt);
        var sent = json.Slice(scan.Slice.Start, scan.Slice.Length);
        var target = output.GetSpan(sent.Length + InsertedIdLength + InsertedTimeLength);
        var length = Put(target, 0, "{"u8);
        if (scan.EventId is null)
        {
            length = Put(target, length, "\"eventId\":\""u8);
            eventId.TryFormat(target[length..], out var written, "D");
            length = Put(target, length + written, "\","u8);
        }

        if (scan.Timestamp is null)
        {
            length = Put(target, length, "\"timestamp\":\""u8);
            EventTime.Write(receivedAt, target[length..]);
            length = Put(target, length + EventTime.Length, "\","u8);
        }

        output.Advance(Put(target, length, sent[1..]));
        var uncounted = scan.HasLargeNumber ? MetadataNumbers.FindUncounted(json.Slice(scan.Metadata.Start, scan.Metadata.Length)) : null;
        return new TakenEvent(eventId, uncounted);
    }

    private static int Put(Span<byte> target, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target[at..]);
        return at + bytes.Length;
    }
}
