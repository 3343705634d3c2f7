using System.Text.Json;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Testing;

/// <summary>A whole envelope with its items as they were sent, for tests that look at what travels.</summary>
public sealed record Envelope(EnvelopeHeader Header, IReadOnlyList<EnvelopeItem> Items)
{
    public Guid Producer => Header.Producer;

    public long Sequence => Header.Sequence;

    public DateTimeOffset ReceivedAt => Header.ReceivedAt;

    /// <exception cref="InvalidOperationException">The body is not an envelope.</exception>
    public static Envelope Decode(string body) =>
        EnvelopeCodec.TryDecode(body, ReadItem, out var items, out var header, out var fault)
            ? new Envelope(header!, items)
            : throw new InvalidOperationException(fault.ToString());

    /// <summary>An <see cref="EnvelopeItemReader{T}"/> that takes items as they are.</summary>
    public static EnvelopeItem ReadItem(
        EnvelopeHeader header, long sequence, EnvelopeItemKind kind, ReadOnlyMemory<byte> text, ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return new EnvelopeItem(kind, text[start..(int)json.BytesConsumed]);
    }
}
