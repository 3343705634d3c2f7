using System.Text;

namespace Pipeline.Core.Processing.Users.Search.Sqlite;

/// <summary>
/// The text of a user that is indexed, and what to look for in it. Marks (control characters, which neither ids nor names have) pad
/// shorter texts to three characters, and show where an id or a word begins.
/// </summary>
internal static class UserText
{
    /// <summary>Changes with the form of the text: an index of another version is recreated.</summary>
    public const int Version = 1;

    private const string WordMark = "\u0001\u0001";
    private const string IdMark = "\u0002\u0002";
    private const string EndMark = "\u0003\u0003";

    public static string Of(SearchKeys keys)
    {
        var text = new StringBuilder();
        text.Append(IdMark).Append(keys.Id).Append(EndMark).Append(keys.Name);
        AppendWords(text, keys.Id);
        AppendWords(text, keys.Name);
        return text.ToString();
    }

    /// <summary>The phrase, in FTS5's query language, that is in the text of every matching user and of no other.</summary>
    public static string Phrase(UserMatch match, string folded)
    {
        var sought = match switch
        {
            UserMatch.Exact => IdMark + folded + EndMark,
            UserMatch.Beginning => IdMark + folded,
            _ when SearchText.IsShort(folded) => WordMark + folded,
            _ => folded,
        };
        return $"\"{sought.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // Only short texts are looked for here, so the beginning of a word is enough.
    private static void AppendWords(StringBuilder text, string folded)
    {
        foreach (var start in SearchText.WordStarts(folded))
        {
            text.Append(WordMark);
            foreach (var rune in folded[start..].EnumerateRunes().Take(SearchText.MinPartLength - 1))
            {
                text.Append(rune);
            }
        }
    }
}
