using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Ingestion.Queue;

/// <summary>Parses a body. The header comes first in every body, so it survives damage further on.</summary>
internal ref struct EnvelopeReader
{
    // Later receipt times would overflow when the allowed clock lead is added. No real clock gets there.
    private static readonly DateTimeOffset LatestReceipt = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ReadOnlyMemory<byte> _body;
    private Utf8JsonReader _json;

    /// <exception cref="EnvelopeFormatException">The header can't be read.</exception>
    public EnvelopeReader(ReadOnlyMemory<byte> body)
    {
        _body = body;
        _json = new Utf8JsonReader(body.Span, EventReader.JsonOptions);
        try
        {
            Header = ReadHeader(ref _json);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            throw new EnvelopeFormatException("must be JSON with a readable header", malformed);
        }
    }

    public EnvelopeHeader Header { get; }

    /// <exception cref="EnvelopeFormatException">The items can't be read.</exception>
    public IReadOnlyList<T> ReadItems<T>(EnvelopeItemReader<T> readItem)
    {
        try
        {
            var items = new List<T>(Header.Count);
            if (_json.ValueTextEquals("zstd"u8))
            {
                _json.Read();
                var lists = EnvelopeCompression.Decompress(_json.GetBytesFromBase64(), EnvelopeCodec.MaxContentBytes);
                ReadCompressedLists(lists, readItem, items);
                Expect(ref _json, JsonTokenType.EndObject);
            }
            else
            {
                ReadLists(ref _json, _body, readItem, items);
            }

            return items;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            throw new EnvelopeFormatException("must hold readable items", malformed);
        }
    }

    private readonly void ReadCompressedLists<T>(byte[] lists, EnvelopeItemReader<T> readItem, List<T> items)
    {
        if (!Utf8.IsValid(lists))
        {
            throw new EnvelopeFormatException("must hold valid UTF-8");
        }

        var json = new Utf8JsonReader(lists, EventReader.JsonOptions);
        Expect(ref json, JsonTokenType.StartObject);
        Expect(ref json, JsonTokenType.PropertyName);
        ReadLists(ref json, lists, readItem, items);
    }

    /// <summary>Reads members up to the object's end; the reader stands on the first member's name.</summary>
    private readonly void ReadLists<T>(
        ref Utf8JsonReader json, ReadOnlyMemory<byte> text, EnvelopeItemReader<T> readItem, List<T> items)
    {
        while (json.TokenType == JsonTokenType.PropertyName)
        {
            var kind = json.ValueTextEquals("events"u8) ? EnvelopeItemKind.Event
                : json.ValueTextEquals("profiles"u8) ? EnvelopeItemKind.Profile
                : throw new EnvelopeFormatException("must hold no members but events and profiles");
            Expect(ref json, JsonTokenType.StartArray);
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (items.Count == EnvelopeCodec.MaxItems)
                {
                    throw new EnvelopeFormatException($"must hold at most {EnvelopeCodec.MaxItems} items");
                }

                items.Add(readItem(Header, Header.Sequence + items.Count, kind, text, ref json));
            }

            json.Read();
        }
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (!json.Read() || json.TokenType != type)
        {
            throw new JsonException();
        }
    }

    // Leaves the reader on the name of the first member after the header.
    private static EnvelopeHeader ReadHeader(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject);
        ExpectMember(ref json, "v"u8);
        var version = json.GetInt32();
        if (version != 1)
        {
            throw new EnvelopeFormatException($"must have version 1, not {version}");
        }

        ExpectMember(ref json, "producer"u8);
        var producer = Guid.ParseExact(json.GetString() ?? "", "N");
        ExpectMember(ref json, "seq"u8);
        var sequence = json.GetInt64();
        ExpectMember(ref json, "count"u8);
        var count = json.GetInt32();
        ExpectMember(ref json, "receivedAt"u8);
        var receivedAt = json.GetDateTimeOffset().ToUniversalTime();
        if (sequence is < 0 or > EnvelopeCodec.MaxSequence || count is < 0 or > EnvelopeCodec.MaxItems)
        {
            throw new EnvelopeFormatException(
                $"must have a sequence from 0 to {EnvelopeCodec.MaxSequence} and a count from 0 to {EnvelopeCodec.MaxItems}");
        }

        if (receivedAt >= LatestReceipt)
        {
            throw new EnvelopeFormatException($"must have been received before {LatestReceipt.Year}");
        }

        Expect(ref json, JsonTokenType.PropertyName);
        return new EnvelopeHeader(producer, sequence, count, receivedAt) { Void = ReadVoid(ref json), IsLast = ReadLast(ref json) };
    }

    private static SequenceRange[] ReadVoid(ref Utf8JsonReader json)
    {
        if (!json.ValueTextEquals("void"u8))
        {
            return [];
        }

        var ranges = new List<SequenceRange>();
        Expect(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            Expect(ref json, JsonTokenType.Number);
            var start = json.GetInt64();
            Expect(ref json, JsonTokenType.Number);
            ranges.Add(new SequenceRange(start, json.GetInt64()));
            Expect(ref json, JsonTokenType.EndArray);
        }

        if (ranges.Count > EnvelopeCodec.MaxVoidRanges
            || ranges.Exists(range => range.Start < 0 || range.Count <= 0 || range.End > EnvelopeCodec.MaxSequence))
        {
            throw new EnvelopeFormatException(
                $"must have at most {EnvelopeCodec.MaxVoidRanges} void ranges of numbers from 0 to {EnvelopeCodec.MaxSequence}");
        }

        Expect(ref json, JsonTokenType.PropertyName);
        return [.. ranges];
    }

    private static bool ReadLast(ref Utf8JsonReader json)
    {
        if (!json.ValueTextEquals("last"u8))
        {
            return false;
        }

        Expect(ref json, JsonTokenType.True);
        Expect(ref json, JsonTokenType.PropertyName);
        return true;
    }

    private static void ExpectMember(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        Expect(ref json, JsonTokenType.PropertyName);
        if (!json.ValueTextEquals(name) || !json.Read())
        {
            throw new JsonException();
        }
    }
}

/// <summary>A body is not an envelope. Stays inside the codec, which turns it into a fault.</summary>
internal sealed class EnvelopeFormatException(string message, Exception? inner = null) : PipelineException(message, inner);
