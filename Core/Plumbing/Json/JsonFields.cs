using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pipeline.Core.Plumbing.Json;

/// <summary>
/// The walk over the fields of an object that a client sent: unknown fields are ignored, null counts as absent, a field given twice
/// is refused.
/// </summary>
internal static class JsonFields
{
    private const int Unknown = 1 << 0;

    /// <summary>
    /// Reads the value at which the reader stands, to its last token, whatever it is. Returns the first broken rule; the walk goes on
    /// to the end nevertheless, so that the reader can continue with the next object.
    /// </summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static Fault? Read<TScan, TField>(ref Utf8JsonReader reader, ref TScan scan)
        where TScan : struct, IFieldScan<TField>, allows ref struct
        where TField : struct, Enum
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        Fault? first = null;
        var seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldNames<TField>.Find(in reader);
            var bit = 1 << Unsafe.BitCast<TField, int>(field);
            reader.Read();
            if (bit == Unknown || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
            }
            else if ((seen & bit) != 0)
            {
                reader.Skip();
                first ??= new Fault(FieldNames<TField>.Of(field), "must be given once");
            }
            else
            {
                seen |= bit;
                if (scan.ReadField(ref reader, field) is { } fault)
                {
                    first ??= fault;
                }
            }
        }

        return first;
    }
}
