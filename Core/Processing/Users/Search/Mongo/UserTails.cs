namespace Pipeline.Core.Processing.Users.Search.Mongo;

/// <summary>
/// The texts under which a user is indexed: everything that a search may begin with. All are looked up by prefix. Marks (control
/// characters, which neither ids nor names have) distinguish ids and words from tails.
/// </summary>
internal static class UserTails
{
    /// <summary>Changes with the form of the texts: an index of another version is recreated.</summary>
    public const int Version = 1;

    /// <summary>Code points of a tail that are indexed. A longer text is looked up by its prefix, and compared as a whole afterwards.</summary>
    private const int MaxLength = 24;

    private const string WordMark = "\u0001";
    private const string IdMark = "\u0002";
    private const string EndMark = "\u0003";

    public static IEnumerable<string> Of(SearchKeys keys) => Words(keys.Id)
        .Concat(Words(keys.Name))
        .Concat(Tails(keys.Id))
        .Concat(Tails(keys.Name))
        .Append(IdMark + keys.Id + EndMark)
        .Distinct(StringComparer.Ordinal);

    /// <summary>The prefix that one of the texts of every matching user has.</summary>
    public static string Beginning(UserMatch match, string folded) => match switch
    {
        UserMatch.Exact => IdMark + folded + EndMark,
        UserMatch.Beginning => IdMark + folded,
        _ when SearchText.IsShort(folded) => WordMark + folded,
        _ => Cut(folded, MaxLength),
    };

    private static IEnumerable<string> Words(string folded) =>
        SearchText.WordStarts(folded).Select(start => WordMark + Cut(folded.AsSpan(start), SearchText.MinPartLength - 1));

    private static IEnumerable<string> Tails(string folded)
    {
        var starts = new List<int>();
        var start = 0;
        foreach (var rune in folded.EnumerateRunes())
        {
            starts.Add(start);
            start += rune.Utf16SequenceLength;
        }

        return starts.SkipLast(SearchText.MinPartLength - 1).Select(from => Cut(folded.AsSpan(from), MaxLength));
    }

    private static string Cut(ReadOnlySpan<char> text, int runes)
    {
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (runes-- == 0)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        return new string(text[..end]);
    }
}
