using System.Buffers;
using System.Text.Json;
using Pipeline.Core.Ingestion;

namespace Pipeline.Core.Rollups.Folding;

/// <summary>
/// Reads the top-level keys of metadata that KPIs use, in one pass; if a key is repeated, the last value counts. Whatever the bytes
/// are, it does not throw: metadata that is not readable JSON counts as absent as a whole, text that is not valid Unicode and numbers that are
/// not usable only by themselves. Keeps one copy of equal texts. Not thread-safe.
/// </summary>
internal sealed class MetadataReader
{
    private readonly HashSet<string> _texts = [];

    public MetadataFacts Read(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return default;
        }

        try
        {
            return ReadObject(json);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private MetadataFacts ReadObject(ReadOnlySpan<byte> json)
    {
        var facts = default(MetadataFacts);
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return facts;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = KeyOf(ref reader);
            reader.Read();
            facts = key switch
            {
                Key.Device => facts with { Device = Text(ref reader) },
                Key.Query => facts with { Query = Text(ref reader) },
                Key.ResultCount => facts with { ResultCount = MetadataNumbers.Read(ref reader) },
                Key.ProductId => facts with { ProductId = TextOrNumber(ref reader) },
                Key.ProductName => facts with { ProductName = Text(ref reader) },
                Key.Quantity => facts with { Quantity = MetadataNumbers.Read(ref reader) },
                Key.Amount => facts with { Amount = MetadataNumbers.Read(ref reader) },
                _ => facts,
            };
            reader.Skip();
        }

        return facts;
    }

    private static Key KeyOf(ref Utf8JsonReader reader)
    {
        try
        {
            if (reader.ValueTextEquals("device"u8))
            {
                return Key.Device;
            }

            if (reader.ValueTextEquals("query"u8))
            {
                return Key.Query;
            }

            if (reader.ValueTextEquals("resultCount"u8))
            {
                return Key.ResultCount;
            }

            if (reader.ValueTextEquals("productId"u8))
            {
                return Key.ProductId;
            }

            if (reader.ValueTextEquals("productName"u8))
            {
                return Key.ProductName;
            }

            if (reader.ValueTextEquals("quantity"u8))
            {
                return Key.Quantity;
            }

            return reader.ValueTextEquals("amount"u8) ? Key.Amount : Key.Unused;
        }
        catch (InvalidOperationException)
        {
            // An escaped unpaired surrogate: none of our keys has one.
            return Key.Unused;
        }
    }

    private string? TextOrNumber(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? Shared(ref reader) : null;

    private string? Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? Shared(ref reader) : null;

    private string? Shared(ref Utf8JsonReader reader)
    {
        const int maxOnStack = 256;
        var length = reader.ValueSpan.Length;
        var rented = length > maxOnStack ? ArrayPool<char>.Shared.Rent(length) : null;
        var buffer = rented ?? stackalloc char[maxOnStack];
        try
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                length = reader.CopyString(buffer);
            }
            else
            {
                for (var i = 0; i < length; i++)
                {
                    buffer[i] = (char)reader.ValueSpan[i];
                }
            }

            return Share(buffer[..length]);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    private string Share(ReadOnlySpan<char> text)
    {
        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known))
        {
            return known;
        }

        var added = text.ToString();
        _texts.Add(added);
        return added;
    }

    private enum Key
    {
        Unused,
        Device,
        Query,
        ResultCount,
        ProductId,
        ProductName,
        Quantity,
        Amount,
    }
}

/// <summary>The values of an event's metadata that KPIs use; null when absent or of another kind.</summary>
internal readonly record struct MetadataFacts
{
    public string? Device { get; init; }

    public string? Query { get; init; }

    public decimal? ResultCount { get; init; }

    public string? ProductId { get; init; }

    public string? ProductName { get; init; }

    public decimal? Quantity { get; init; }

    public decimal? Amount { get; init; }
}
