using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Tools.Bench.Ingest;

/// <summary>An event as an ordinary endpoint would bind it.</summary>
internal sealed record ParsedEvent(
    Guid? EventId,
    string? UserId,
    string? SessionId,
    string? EventType,
    string? Page,
    DateTimeOffset? Timestamp,
    JsonElement? Metadata)
{
    /// <summary>The rules of an event, checked the plain way.</summary>
    public bool IsValid(DateTimeOffset now) =>
        IsText(UserId, 128) && IsText(SessionId, 128) && IsText(Page, 2_048)
        && EventType is { Length: >= 1 and <= 64 } && EventType.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_')
        && (Timestamp is null ? EventId is null : Timestamp <= now.AddHours(24))
        && (Metadata is not { } metadata || metadata.ValueKind == JsonValueKind.Object && Depth(metadata) <= 5);

    private static bool IsText(string? text, int maxLength) =>
        text is { Length: >= 1 } && text.Length <= maxLength && !text.Any(char.IsControl);

    private static int Depth(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => 1 + element.EnumerateObject().Select(property => Depth(property.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + element.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ParsedEvent[]))]
internal sealed partial class ParsedJsonContext : JsonSerializerContext;
