using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Pipeline.Tools.Bench;

/// <summary>An event of the benchmark: what the API gets as JSON, and a yardstick as a row.</summary>
internal sealed record BenchEvent(
    Guid EventId, string UserId, string SessionId, string EventType, string Page, DateTimeOffset Timestamp)
{
    public string? Device { get; init; }

    public BenchProduct? Product { get; init; }

    public string? Query { get; init; }

    public int? ResultCount { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>The event as the API takes it.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(400);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("eventId"u8, EventId);
        json.WriteString("userId"u8, UserId);
        json.WriteString("sessionId"u8, SessionId);
        json.WriteString("eventType"u8, EventType);
        json.WriteString("page"u8, Page);
        json.WriteString("timestamp"u8, Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteStartObject("metadata"u8);
        WriteMetadata(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Device is not null)
        {
            json.WriteString("device"u8, Device);
        }

        json.WriteString("browser"u8, "firefox"u8);
        if (Query is not null)
        {
            json.WriteString("query"u8, Query);
        }

        if (ResultCount is { } results)
        {
            json.WriteNumber("resultCount"u8, results);
        }

        if (Amount is { } amount)
        {
            json.WriteNumber("amount"u8, amount);
        }

        if (Product is { } product)
        {
            json.WriteString("productId"u8, product.Id);
            json.WriteString("productName"u8, product.Name);
            json.WriteNumber("price"u8, product.Price);
            json.WriteNumber("quantity"u8, product.Quantity);
        }
    }
}

/// <param name="Id">What the shop calls it.</param>
/// <param name="Name">What customers call it.</param>
/// <param name="Price">Price of one.</param>
/// <param name="Quantity">How many of them an event is about.</param>
internal sealed record BenchProduct(string Id, string Name, decimal Price, int Quantity);
