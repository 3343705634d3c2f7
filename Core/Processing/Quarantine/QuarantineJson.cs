using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Processing.Quarantine;

/// <summary>Changes of entries as the SQLite store keeps them.</summary>
internal static class QuarantineJson
{
    public static string Write(QuarantineChange change) =>
        JsonSerializer.Serialize(change, QuarantineJsonContext.Default.QuarantineChange);

    public static string Write(IReadOnlyList<QuarantineChange> history) =>
        JsonSerializer.Serialize(history, QuarantineJsonContext.Default.IReadOnlyListQuarantineChange);

    public static IReadOnlyList<QuarantineChange> ReadHistory(string json) =>
        JsonSerializer.Deserialize(json, QuarantineJsonContext.Default.IReadOnlyListQuarantineChange)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(QuarantineChange))]
[JsonSerializable(typeof(IReadOnlyList<QuarantineChange>))]
internal sealed partial class QuarantineJsonContext : JsonSerializerContext;
