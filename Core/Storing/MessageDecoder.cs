using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Core.Storing;

/// <summary>Decodes messages and checks every item again: others than our own API may send to the queue.</summary>
public sealed class MessageDecoder(IOptions<EventOptions> options)
{
    private readonly TimeSpan _maxAge = options.Value.MaxAge;

    /// <summary>Never throws: what cannot be decoded has a <see cref="DrainMessage.Fault"/>.</summary>
    public DrainMessage Decode(QueueMessage message)
    {
        EnvelopeHeader? header = null;
        try
        {
            return EnvelopeCodec.TryDecode(message.Body, ReadItem, out var items, out header, out var fault)
                ? new DrainMessage(message, header, items, Fault: null)
                : new DrainMessage(message, header, [], fault);
        }
        catch (Exception unforeseen)
        {
            // Any failure: an unforeseen body must not end the drain. The type says where to look; the message may quote the body.
            return new DrainMessage(message, header, [], new Fault("envelope", $"could not be decoded ({unforeseen.GetType().Name})"));
        }
    }

    /// <summary>Checks a single item as if it came alone in an envelope. Never throws, too.</summary>
    public DrainMessage DecodeItem(QueueMessage message, EnvelopeHeader header, EnvelopeItem item)
    {
        try
        {
            var json = new Utf8JsonReader(item.Json.Span, EventReader.JsonOptions);
            json.Read();
            return new DrainMessage(message, header, [ReadItem(header, header.Sequence, item.Kind, item.Json, ref json)], Fault: null);
        }
        catch (JsonException)
        {
            var fault = Outcome.RejectedByRule(new Fault("payload", "must be one JSON object"));
            return new DrainMessage(message, header, [new DrainItem(item, header, header.Sequence) { Outcome = fault }], Fault: null);
        }
    }

    private DrainItem ReadItem(
        EnvelopeHeader header, long sequence, EnvelopeItemKind kind, ReadOnlyMemory<byte> text, ref Utf8JsonReader json) =>
        kind == EnvelopeItemKind.Profile
            ? ReadProfile(header, sequence, text, ref json)
            : ReadEvent(header, sequence, text, ref json);

    private DrainItem ReadEvent(EnvelopeHeader header, long sequence, ReadOnlyMemory<byte> text, ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        var isValid = EventReader.TryRead(ref json, text, header.ReceivedAt, _maxAge, out var value, out var fault);
        var source = new EnvelopeItem(EnvelopeItemKind.Event, text[start..(int)json.BytesConsumed]);
        return isValid
            ? new DrainItem(source, header, sequence) { Event = value }
            : new DrainItem(source, header, sequence) { Outcome = Outcome.RejectedByRule(fault!) };
    }

    private static DrainItem ReadProfile(EnvelopeHeader header, long sequence, ReadOnlyMemory<byte> text, ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        var source = new EnvelopeItem(EnvelopeItemKind.Profile, text[start..(int)json.BytesConsumed]);
        return ProfileReader.TryRead(source.Json, header.ReceivedAt, sequence, out var profile, out var fault)
            ? new DrainItem(source, header, sequence) { Profile = profile }
            : new DrainItem(source, header, sequence) { Outcome = Outcome.RejectedByRule(fault) };
    }
}
