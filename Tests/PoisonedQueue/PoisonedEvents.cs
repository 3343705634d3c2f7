using System.Globalization;
using System.Text;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.PoisonedQueue;

/// <summary>
/// Events of a sender that does not check them, as envelopes for the queue: 5,000 with 40 bad ones of four kinds spread through them.
/// </summary>
public static class PoisonedEvents
{
    public const int Count = 5_000;
    public const int PerKind = 10;
    public const int Bad = 4 * PerKind;

    /// <summary>The kinds by the reasons that they fail for.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["invalid.eventType", "invalid.metadata", "invalid.timestamp", "invalid.userId"];

    private const int Spacing = Count / Bad;
    private const int PerEnvelope = 100;

    /// <summary>A hundred events in each, all from a producer of their own.</summary>
    public static IReadOnlyList<EncodedEnvelope> Envelopes(int count = Count)
    {
        var producer = Guid.CreateVersion7();
        var receivedAt = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        return
        [
            .. Enumerable.Range(0, count).Select(number => new EnvelopeItem(EnvelopeItemKind.Event, Encoding.UTF8.GetBytes(Event(number, receivedAt))))
                .Chunk(PerEnvelope)
                .SelectMany((items, chunk) => EnvelopeCodec.Encode(producer, chunk * PerEnvelope, receivedAt, items)),
        ];
    }

    private static string Event(int number, DateTimeOffset receivedAt)
    {
        var kind = number % Spacing == 0 ? Reasons[number / Spacing % Reasons.Count] : "";
        var time = receivedAt.AddSeconds(-number).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return $$"""
            {"eventId":"{{Guid.NewGuid()}}","timestamp":"{{(kind == "invalid.timestamp" ? "yesterday" : time)}}",
             "{{(kind == "invalid.userId" ? "usr" : "userId")}}":"u{{number % 50}}","sessionId":"s{{number % 50}}",
             "eventType":"{{(kind == "invalid.eventType" ? "" : "PAGE_VIEW")}}","page":"/p{{number % 7}}",
             "metadata":{{(kind == "invalid.metadata" ? "\"desktop\"" : """{"device":"desktop"}""")}}}
            """;
    }
}
