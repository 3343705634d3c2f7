using System.Text.Json;
using Pipeline.Core.Plumbing.Json;

namespace Pipeline.Core.Ingestion;

/// <summary>The rules of <c>metadata</c>, the same for events and profiles.</summary>
public static class MetadataRules
{
    /// <summary>UTF-8 bytes.</summary>
    public const int MaxBytes = 8 * 1_024;

    /// <summary>Nested objects and arrays, the metadata object itself included.</summary>
    public const int MaxDepth = 5;

    /// <summary>Checks the value at which the reader stands and leaves it at the value's last token.</summary>
    internal static Fault? Check(ref Utf8JsonReader reader, out JsonShape shape)
    {
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        shape = JsonShape.Walk(ref reader);
        return !isObject ? new Fault("metadata", "must be an object")
            : shape.Slice.Length > MaxBytes ? new Fault("metadata", $"must be at most {MaxBytes} bytes", $"{shape.Slice.Length} bytes")
            : shape.Levels > MaxDepth
                ? new Fault("metadata", $"must be at most {MaxDepth} levels deep", $"{shape.Levels} levels")
            : shape.IsUnicode ? null : JsonText.NotUnicode("metadata");
    }
}
