using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Pipeline.Core.Plumbing.Json;

/// <summary>The JSON field names of one kind of object: the names of the enum's members, in camel case.</summary>
internal static class FieldNames<TField>
    where TField : struct, Enum
{
    private const int LongestEscape = 6;

    private static readonly string[] Names = Array.ConvertAll(Enum.GetNames<TField>(), JsonNamingPolicy.CamelCase.ConvertName);
    private static readonly byte[][] Utf8Names = Array.ConvertAll(Names, Encoding.UTF8.GetBytes);
    private static readonly int MaxEscapedLength = LongestEscape * Utf8Names.Max(name => name.Length);

    public static string Of(TField field) => Names[Unsafe.BitCast<TField, int>(field)];

    /// <summary>The field at whose name the reader stands; the default, which has no name, for any other.</summary>
    public static TField Find(in Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? FindEscaped(in reader) : Find(reader.ValueSpan);

    private static TField FindEscaped(in Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > MaxEscapedLength || JsonText.HasUnpairedSurrogate(in reader))
        {
            return default;
        }

        Span<byte> name = stackalloc byte[MaxEscapedLength];
        return Find(name[..reader.CopyString(name)]);
    }

    private static TField Find(ReadOnlySpan<byte> name)
    {
        var names = Utf8Names;
        for (var field = 1; field < names.Length; field++)
        {
            if (name.SequenceEqual(names[field]))
            {
                return Unsafe.BitCast<int, TField>(field);
            }
        }

        return default;
    }
}
