using System.Text.Json;

namespace Pipeline.Core.Plumbing.Json;

/// <summary>What a walk over one JSON value found.</summary>
/// <param name="Slice">Where the value lies.</param>
/// <param name="Levels">Nested objects and arrays, the value itself included; 0 for a scalar.</param>
/// <param name="HasLargeNumber">Whether a number in it may be 1e15 or more: it has 16 characters or an exponent.</param>
/// <param name="IsUnicode">False when a name or text in it has an unpaired surrogate.</param>
internal readonly record struct JsonShape(JsonSlice Slice, int Levels, bool HasLargeNumber, bool IsUnicode)
{
    private const int LargeLength = 16;

    /// <summary>Walks over the value at which the reader stands, to its last token.</summary>
    public static JsonShape Walk(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        var levels = 0;
        var large = false;
        var unicode = true;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    levels = Math.Max(levels, reader.CurrentDepth - depth + 1);
                    break;
                case JsonTokenType.String or JsonTokenType.PropertyName:
                    unicode &= !JsonText.HasUnpairedSurrogate(in reader);
                    break;
                case JsonTokenType.Number:
                    large |= reader.ValueSpan.Length >= LargeLength || reader.ValueSpan.ContainsAny((byte)'e', (byte)'E');
                    break;
            }
        }
        while (!IsLast(ref reader, depth) && reader.Read());

        return new JsonShape(new JsonSlice(start, (int)reader.BytesConsumed - start), levels, large, unicode);
    }

    private static bool IsLast(ref Utf8JsonReader reader, int depth) =>
        reader.CurrentDepth == depth && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
}
