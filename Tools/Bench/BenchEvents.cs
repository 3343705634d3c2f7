using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Pipeline.Tools.Bench;

/// <summary>
/// An endless stream of events such as a busy shop sends: about 290 bytes each, 100,000 users, 2,000 sessions alive at a time,
/// a little out of order.
/// </summary>
internal sealed class BenchEvents(DateTimeOffset start, int eventsPerSecond, int seed = 1)
{
    private const int Users = 100_000;
    private const int LiveSessions = 2_000;
    private const int EventsPerSession = 12;
    private const int MaxSkewMilliseconds = 2_000;

    private static readonly string[] Types = ["PAGE_VIEW", "PAGE_VIEW", "PAGE_VIEW", "SEARCH", "SCROLL_DEPTH", "ADD_TO_CART"];
    private static readonly string[] Devices = ["mobile", "desktop", "tablet"];

    private readonly Random _random = new(seed);
    private readonly (int User, int Session)[] _live = new (int, int)[LiveSessions];
    private int _sessions;
    private long _sent;

    /// <summary>The next event as JSON.</summary>
    public byte[] Next()
    {
        ref var visit = ref _live[_random.Next(LiveSessions)];
        if (visit.Session == 0 || _random.Next(EventsPerSession) == 0)
        {
            visit = (_random.Next(Users), ++_sessions);
        }

        var at = start.AddMilliseconds(_sent++ * 1_000.0 / eventsPerSecond - _random.Next(MaxSkewMilliseconds));
        return Write(visit.User, visit.Session, at);
    }

    public IEnumerable<byte[]> Take(int count) => Enumerable.Range(0, count).Select(_ => Next());

    private byte[] Write(int user, int session, DateTimeOffset at)
    {
        var type = _random.Next(60) == 0 ? "ORDER_PLACED" : Types[_random.Next(Types.Length)];
        var product = _random.Next(1_000);
        var buffer = new ArrayBufferWriter<byte>(400);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("eventId", NewId());
            json.WriteString("userId", $"user-{user}");
            json.WriteString("sessionId", $"s-{seed}-{session}-{user:x}");
            json.WriteString("eventType", type);
            json.WriteString("page", $"/page/{_random.Next(200)}");
            json.WriteString("timestamp", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteStartObject("metadata");
            json.WriteString("device", Devices[user % Devices.Length]);
            json.WriteString("browser", "firefox");
            WriteDetails(json, type, product);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteDetails(Utf8JsonWriter json, string type, int product)
    {
        switch (type)
        {
            case "SEARCH":
                json.WriteString("query", $"query number {_random.Next(500)}");
                json.WriteNumber("resultCount", _random.Next(30));
                break;
            case "ORDER_PLACED":
                json.WriteNumber("amount", _random.Next(1_000, 50_000) / 100m);
                break;
            default:
                json.WriteString("productId", $"{100_000 + product}");
                json.WriteString("productName", $"Product number {product}");
                json.WriteNumber("price", (1_000 + product) / 100m);
                json.WriteNumber("quantity", 1 + product % 3);
                break;
        }
    }

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
