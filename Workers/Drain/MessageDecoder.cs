using System.Text.Json;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Workers.Drain;

/// <summary>Takes messages apart and checks every item again: the queue is open to other senders than our own API.</summary>
internal static class MessageDecoder
{
    public static DrainMessage Decode(QueueMessage message) =>
        EnvelopeCodec.TryDecode(message.Body, ReadItem, out var items, out var header, out var fault)
            ? new DrainMessage(message, header, items, Fault: null)
            : new DrainMessage(message, header, [], fault);

    private static DrainItem ReadItem(
        EnvelopeHeader header, long sequence, EnvelopeItemKind kind, ReadOnlyMemory<byte> text, ref Utf8JsonReader json) =>
        kind == EnvelopeItemKind.Profile
            ? ReadProfile(header, sequence, text, ref json)
            : ReadEvent(header, sequence, text, ref json);

    private static DrainItem ReadEvent(EnvelopeHeader header, long sequence, ReadOnlyMemory<byte> text, ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        var isValid = EventReader.TryRead(ref json, text, header.ReceivedAt, out var value, out var fault);
        var source = new EnvelopeItem(EnvelopeItemKind.Event, text[start..(int)json.BytesConsumed]);
        return isValid
            ? new DrainItem(source, header.Producer, sequence) { Event = value }
            : new DrainItem(source, header.Producer, sequence) { Outcome = Outcome.RejectedByRule(fault!) };
    }

    private static DrainItem ReadProfile(EnvelopeHeader header, long sequence, ReadOnlyMemory<byte> text, ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        var source = new EnvelopeItem(EnvelopeItemKind.Profile, text[start..(int)json.BytesConsumed]);
        return ProfileReader.TryRead(source.Json, header.ReceivedAt, sequence, out var profile, out var fault)
            ? new DrainItem(source, header.Producer, sequence) { Profile = profile }
            : new DrainItem(source, header.Producer, sequence) { Outcome = Outcome.RejectedByRule(fault) };
    }
}
