using System.Text.Json;

namespace Pipeline.Core.Ingestion.Events;

/// <summary>Event times: ISO 8601 with an offset, kept to the millisecond.</summary>
internal static class EventTime
{
    /// <summary>Length of a time as <see cref="Write"/> writes it.</summary>
    public const int Length = 24;

    private const int MaxLength = 40;
    private const int MaxEscapedLength = MaxLength * 6;

    /// <summary>Reads the reader's string, whose surrogates must be paired. The result is in UTC and truncated.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        Span<byte> unescaped = stackalloc byte[MaxEscapedLength];
        scoped var text = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            text = text.Length > MaxEscapedLength ? default : unescaped[..reader.CopyString(unescaped)];
        }

        // The framework's parser would read a time without offset as local time, so the offset is required here.
        if (!HasOffset(text) || !reader.TryGetDateTimeOffset(out time))
        {
            time = default;
            return false;
        }

        time = Truncate(time);
        return true;
    }

    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    public static void Write(DateTimeOffset time, Span<byte> destination) =>
        time.UtcDateTime.TryFormat(destination, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static bool HasOffset(ReadOnlySpan<byte> text) =>
        text.Length is > 6 and <= MaxLength
        && (text[^1] == 'Z' || (text[^6] is (byte)'+' or (byte)'-' && text[^3] == ':'));
}
