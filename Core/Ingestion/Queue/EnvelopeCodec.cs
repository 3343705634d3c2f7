using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Pipeline.Core.Ingestion.Queue;

/// <summary>
/// Envelopes as text: <c>{"v":1,"producer":…,"seq":…,"count":…,"receivedAt":…,"events":[…],"profiles":[…]}</c>, or, where that fits
/// more in, the two lists as one zstd-compressed, base64-encoded member <c>"zstd"</c>. The lists may be preceded by
/// <c>"void":[[from,to],…]</c> and <c>"last":true</c>. Always ASCII, so that a body's length is its size and SQS takes every character.
/// SQS bills by 64 KB: a body is never billed as two.
/// </summary>
public static class EnvelopeCodec
{
    /// <summary>Characters, which are bytes, of one body.</summary>
    public const int MaxBodyLength = 60_000;

    /// <summary>Items of one envelope: bounds what a reader has to hold, however well they compress.</summary>
    public const int MaxItems = 4_000;

    /// <summary>Size of the lists before compression; a body that decompresses to more is refused.</summary>
    public const int MaxContentBytes = 4 * 1_024 * 1_024;

    /// <summary>Numbers that a producer may reach: far more than one ever sends, and few enough for sums over many producers.</summary>
    public const long MaxSequence = 1_000_000_000_000_000;

    /// <summary>Void ranges of one envelope: few enough to leave room for items.</summary>
    public const int MaxVoidRanges = 1_000;

    private const int Version = 1;

    // Below this size compression saves no money, and a readable body helps anyone who looks into the queue.
    private const int CompressFromBytes = 2_048;

    /// <summary>
    /// Encodes items as one envelope, or as several when they don't fit one. Events are numbered before profiles, each in the
    /// given order; the envelopes continue each other's sequence.
    /// </summary>
    /// <param name="producer">Who numbered the items.</param>
    /// <param name="sequence">The first item's number.</param>
    /// <param name="receivedAt">When the first item was received.</param>
    /// <param name="items">The items.</param>
    /// <param name="voided">What the first envelope says about earlier numbers, at most <see cref="MaxVoidRanges"/>.</param>
    /// <exception cref="ArgumentException">A single item is too large for a body. Validated items never are.</exception>
    public static IReadOnlyList<EncodedEnvelope> Encode(
        Guid producer,
        long sequence,
        DateTimeOffset receivedAt,
        IReadOnlyList<EnvelopeItem> items,
        IReadOnlyList<SequenceRange>? voided = null)
    {
        EnvelopeItem[] ordered = [.. items.Where(IsEvent), .. items.Where(item => !IsEvent(item))];
        var encoded = new List<EncodedEnvelope>(1);
        Encode(ordered, new EnvelopeHeader(producer, sequence, ordered.Length, receivedAt) { Void = voided ?? [] }, encoded);
        return encoded;
    }

    /// <summary>Encodes an envelope without items.</summary>
    public static EncodedEnvelope EncodeHeartbeat(EnvelopeHeader header)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(header.Count, 0);
        return new EncodedEnvelope(WriteHeader(header) + "\"events\":[]}", header);
    }

    /// <summary>
    /// Reads a body and converts each item. On failure <paramref name="header"/> is set if at least the header could be read.
    /// </summary>
    public static bool TryDecode<T>(
        string body,
        EnvelopeItemReader<T> readItem,
        [NotNullWhen(true)] out IReadOnlyList<T>? items,
        out EnvelopeHeader? header,
        [NotNullWhen(false)] out Fault? fault)
    {
        items = null;
        header = null;
        try
        {
            var reader = new EnvelopeReader(Encoding.UTF8.GetBytes(body));
            header = reader.Header;
            var read = reader.ReadItems(readItem);
            if (read.Count != header.Count)
            {
                fault = new Fault("envelope", $"must hold the {header.Count} items that it announces", $"{read.Count} items");
                return false;
            }

            items = read;
            fault = null;
            return true;
        }
        catch (EnvelopeFormatException malformed)
        {
            fault = new Fault("envelope", malformed.Message, $"{body.Length} characters");
            return false;
        }
    }

    private static bool IsEvent(EnvelopeItem item) => item.Kind == EnvelopeItemKind.Event;

    private static void Encode(ReadOnlyMemory<EnvelopeItem> items, EnvelopeHeader header, List<EncodedEnvelope> encoded)
    {
        if (items.Length <= MaxItems && TryEncode(items.Span, header, out var body))
        {
            encoded.Add(new EncodedEnvelope(body, header));
            return;
        }

        if (items.Length == 1)
        {
            throw new ArgumentException($"An item of {items.Span[0].Json.Length} bytes does not fit an envelope.", nameof(items));
        }

        var half = items.Length / 2;
        Encode(items[..half], header with { Count = half }, encoded);
        Encode(items[half..], header with { Sequence = header.Sequence + half, Count = items.Length - half, Void = [] }, encoded);
    }

    private static bool TryEncode(ReadOnlySpan<EnvelopeItem> items, EnvelopeHeader header, [NotNullWhen(true)] out string? body)
    {
        body = null;
        var size = 64;
        foreach (var item in items)
        {
            size += item.Json.Length + 1;
        }

        if (size > MaxContentBytes)
        {
            return false;
        }

        var content = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var lists = content.AsSpan(0, WriteLists(items, content));
            var opening = WriteHeader(header);
            var plain = lists.Length < CompressFromBytes && Ascii.IsValid(lists);
            body = plain ? string.Concat(opening, Encoding.ASCII.GetString(lists[1..])) : WriteCompressedBody(opening, lists);
            return body is not null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content);
        }
    }

    // {"events":[…],"profiles":[…]}
    private static int WriteLists(ReadOnlySpan<EnvelopeItem> items, Span<byte> target)
    {
        var firstProfile = 0;
        while (firstProfile < items.Length && IsEvent(items[firstProfile]))
        {
            firstProfile++;
        }

        var length = WriteList("{\"events\":["u8, items[..firstProfile], target);
        if (firstProfile < items.Length)
        {
            length += WriteList(",\"profiles\":["u8, items[firstProfile..], target[length..]);
        }

        target[length] = (byte)'}';
        return length + 1;
    }

    private static int WriteList(ReadOnlySpan<byte> opening, ReadOnlySpan<EnvelopeItem> items, Span<byte> target)
    {
        opening.CopyTo(target);
        var length = opening.Length;
        foreach (var item in items)
        {
            item.Json.Span.CopyTo(target[length..]);
            length += item.Json.Length;
            target[length++] = (byte)',';
        }

        // The last comma becomes the bracket; an empty list has none to replace.
        if (items.IsEmpty)
        {
            length++;
        }

        target[length - 1] = (byte)']';
        return length;
    }

    private static string? WriteCompressedBody(string opening, ReadOnlySpan<byte> lists)
    {
        var compressed = ArrayPool<byte>.Shared.Rent(ZstdSharp.Compressor.GetCompressBound(lists.Length));
        try
        {
            var length = EnvelopeCompression.Compress(lists, compressed);
            const string Before = "\"zstd\":\"", After = "\"}";
            return opening.Length + Before.Length + 4 * ((length + 2) / 3) + After.Length > MaxBodyLength
                ? null
                : string.Concat(opening, Before, Convert.ToBase64String(compressed, 0, length), After);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    // Up to where the lists begin.
    private static string WriteHeader(EnvelopeHeader header)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(header.Void.Count, MaxVoidRanges, nameof(header));
        var opening = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"v\":{Version},\"producer\":\"{header.Producer:N}\",\"seq\":{header.Sequence},\"count\":{header.Count},\"receivedAt\":\"{header.ReceivedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\",");
        if (header.Void.Count > 0)
        {
            var ranges = header.Void.Select(range => string.Create(CultureInfo.InvariantCulture, $"[{range.Start},{range.End}]"));
            opening += $"\"void\":[{string.Join(',', ranges)}],";
        }

        return header.IsLast ? opening + "\"last\":true," : opening;
    }
}
