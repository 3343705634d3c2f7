using System.Globalization;
using System.Text;
using MongoDB.Bson;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>
/// A regular expression that finds a text literally, ignoring ASCII case alone. The server's own case-insensitive matching would
/// fold other letters too.
/// </summary>
internal static class LiteralPattern
{
    public static BsonRegularExpression Of(string text)
    {
        var pattern = new StringBuilder(4 * text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetter(c))
            {
                pattern.Append('[').Append(char.ToLowerInvariant(c)).Append(char.ToUpperInvariant(c)).Append(']');
            }
            else if (char.IsAsciiDigit(c) || c > '\x7f')
            {
                pattern.Append(c);
            }
            else
            {
                pattern.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            }
        }

        return new BsonRegularExpression(pattern.ToString());
    }
}
