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
    internal static Fault? Check(ref Utf8JsonReader reader, out JsonSlice slice)
    {
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var shape = JsonShape.Walk(ref reader);
        slice = shape.Slice;
        return !isObject ? new Fault("metadata", "must be an object")
            : slice.Length > MaxBytes ? new Fault("metadata", $"must be at most {MaxBytes} bytes", $"{slice.Length} bytes")
            : shape.Levels > MaxDepth
                ? new Fault("metadata", $"must be at most {MaxDepth} levels deep", $"{shape.Levels} levels")
            : shape.IsUnicode ? null : JsonText.NotUnicode("metadata");
    }
}
