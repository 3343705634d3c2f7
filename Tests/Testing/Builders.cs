using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Testing;

/// <summary>Believable pieces for tests that care about one or two fields only.</summary>
public static class Builders
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>One event as UTF-8 JSON.</summary>
    public static byte[] EventJson(
        Guid? eventId = null,
        DateTimeOffset? timestamp = null,
        string userId = "u1",
        string sessionId = "s1",
        string eventType = "PAGE_VIEW",
        string page = "/home",
        object? metadata = null) =>
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            eventId = eventId ?? Guid.CreateVersion7(Noon),
            userId,
            sessionId,
            eventType,
            page,
            timestamp = (timestamp ?? Noon).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            metadata = metadata ?? new { device = "desktop" },
        });

    public static EnvelopeItem EventItem(byte[] json) => new(EnvelopeItemKind.Event, json);

    public static EnvelopeItem EventItem(string json) => EventItem(Encoding.UTF8.GetBytes(json));

    public static EnvelopeItem ProfileItem(string json) => new(EnvelopeItemKind.Profile, Encoding.UTF8.GetBytes(json));

    /// <summary>The body of one envelope received at noon.</summary>
    public static string Body(Guid producer, long sequence, params EnvelopeItem[] items) =>
        EnvelopeCodec.Encode(producer, sequence, Noon, items).Single().Body;
}
