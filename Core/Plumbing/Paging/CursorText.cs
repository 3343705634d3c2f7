using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Pipeline.Core.Plumbing.Paging;

/// <summary>A place in a list that is sorted by time and then by id, as text that clients send back unread.</summary>
public static class CursorText
{
    private const char Separator = ':';

    public static string Write(DateTimeOffset at, string id) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}{Separator}{id}")));

    /// <summary>Reads what <see cref="Write"/> wrote about an id of at most <paramref name="maxIdLength"/> characters.</summary>
    public static bool TryRead(string text, int maxIdLength, out DateTimeOffset at, [NotNullWhen(true)] out string? id)
    {
        (at, id) = (default, null);

        // Four bytes for each of an id's characters and the longest number of ticks, in base64.
        if (text.Length > (4 * maxIdLength + 24) * 4 / 3 + 4 || !Base64Url.IsValid(text))
        {
            return false;
        }

        var content = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        var end = content.IndexOf(Separator, StringComparison.Ordinal);
        if (end > 0 && end < content.Length - 1
            && long.TryParse(content.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks)
        {
            (at, id) = (new DateTimeOffset(ticks, TimeSpan.Zero), content[(end + 1)..]);
        }

        return id is not null;
    }
}
