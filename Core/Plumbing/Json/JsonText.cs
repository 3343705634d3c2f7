using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Pipeline.Core.Plumbing.Json;

/// <summary>Rules for JSON strings. The JSON must be valid UTF-8: that is checked once for a whole body, not per value.</summary>
internal static class JsonText
{
    private const byte Delete = 0x7F;
    private const int StackLimit = 512;

    /// <summary>
    /// Checks that the reader's value is a string of <paramref name="min"/> to <paramref name="max"/> code points without control
    /// characters. Leaves the reader at the last token of the value, whatever it is.
    /// </summary>
    public static Fault? Check(ref Utf8JsonReader reader, string field, int min, int max)
    {
        if (CheckIsText(ref reader, field) is { } fault)
        {
            return fault;
        }

        var raw = reader.ValueSpan;
        var plain = !reader.ValueIsEscaped && Ascii.IsValid(raw) && !raw.Contains(Delete);
        var length = plain ? raw.Length : Measure(ref reader, out plain);
        return Check(field, length, hasControl: !plain, min, max);
    }

    /// <summary>The same rule for text that does not come from JSON.</summary>
    public static Fault? Check(string text, string field, int min, int max)
    {
        var length = 0;
        var hasControl = false;
        for (var rest = text.AsSpan(); !rest.IsEmpty; length++)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != OperationStatus.Done)
            {
                return NotUnicode(field);
            }

            hasControl |= Rune.IsControl(rune);
            rest = rest[consumed..];
        }

        return Check(field, length, hasControl, min, max);
    }

    /// <summary>Checks that the reader's value is a string whose surrogates are paired, so that it can be unescaped.</summary>
    public static Fault? CheckIsText(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return new Fault(field, "must be a string");
        }

        return HasUnpairedSurrogate(in reader) ? NotUnicode(field) : null;
    }

    public static Fault NotUnicode(string field) => new(field, "must be well-formed Unicode text");

    /// <summary>The size of the reader's string, for a fault.</summary>
    public static string SizeOf(ref Utf8JsonReader reader) => Characters(Measure(ref reader, out _));

    public static string Characters(int count) => count == 1 ? "1 character" : $"{count} characters";

    /// <summary>True when a string or property name has an escaped surrogate without its partner; valid UTF-8 cannot hold a bare one.</summary>
    public static bool HasUnpairedSurrogate(in Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return false;
        }

        var rest = reader.ValueSpan;
        for (var at = rest.IndexOf((byte)'\\'); at >= 0; at = rest.IndexOf((byte)'\\'))
        {
            rest = rest[at..];
            var unit = UnitAt(rest);
            if (char.IsLowSurrogate(unit))
            {
                return true;
            }

            if (!char.IsHighSurrogate(unit))
            {
                rest = rest[2..];
                continue;
            }

            rest = rest[6..];
            if (!char.IsLowSurrogate(UnitAt(rest)))
            {
                return true;
            }

            rest = rest[6..];
        }

        return false;
    }

    public static string GetString(ReadOnlySpan<byte> json, JsonSlice slice)
    {
        var quoted = json.Slice(slice.Start, slice.Length);
        if (!quoted.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(quoted[1..^1]);
        }

        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>The UTF-16 unit of a leading <c>\uXXXX</c>; NUL when there is none, which is no surrogate either.</summary>
    private static char UnitAt(ReadOnlySpan<byte> text) =>
        text.Length >= 6 && text[0] == '\\' && text[1] == 'u' && Utf8Parser.TryParse(text[2..6], out ushort unit, out _, 'x')
            ? (char)unit
            : '\0';

    private static Fault? Check(string field, int length, bool hasControl, int min, int max)
    {
        if (length < min || length > max)
        {
            return new Fault(field, $"must be {(min > 0 ? $"{min} to" : "at most")} {max} characters", Characters(length));
        }

        return hasControl ? new Fault(field, "must not contain control characters", Characters(length)) : null;
    }

    private static int Measure(ref Utf8JsonReader reader, out bool plain)
    {
        plain = true;
        var size = reader.ValueSpan.Length;
        var rented = size > StackLimit ? ArrayPool<byte>.Shared.Rent(size) : null;
        var buffer = rented ?? stackalloc byte[StackLimit];
        ReadOnlySpan<byte> text = buffer[..reader.CopyString(buffer)];
        var length = 0;
        for (; !text.IsEmpty; length++)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            plain &= !Rune.IsControl(rune);
            text = text[consumed..];
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return length;
    }
}
