using System.Text;
using Pipeline.Core.Ingestion.Profiles;

namespace Pipeline.Core.Processing.Users.Search;

/// <summary>How texts are compared in a search: ignoring case in all of Unicode, and otherwise literally.</summary>
internal static class SearchText
{
    /// <summary>A text of fewer code points is looked for only at the beginning of words: almost every user contains it somewhere.</summary>
    public const int MinPartLength = 3;

    /// <summary>Trimmed and folded. Upper case first, which unifies the forms of a letter (ς and σ).</summary>
    public static string Fold(string text) => text.Trim().ToUpperInvariant().ToLowerInvariant();

    public static bool IsShort(string folded) => folded.EnumerateRunes().Take(MinPartLength).Count() < MinPartLength;

    /// <summary>
    /// Where words begin: at a letter or digit that follows something else, and at every other character, which counts as a word.
    /// </summary>
    public static IEnumerable<int> WordStarts(string folded)
    {
        var index = 0;
        var inWord = false;
        foreach (var rune in folded.EnumerateRunes())
        {
            var isLetter = Rune.IsLetterOrDigit(rune);
            if (!(isLetter && inWord) && !Rune.IsWhiteSpace(rune))
            {
                yield return index;
            }

            inWord = isLetter;
            index += rune.Utf16SequenceLength;
        }
    }
}

/// <summary>What a user is found by.</summary>
/// <param name="Id">The folded id.</param>
/// <param name="Name">The folded name, "first last"; empty when there is none.</param>
internal readonly record struct SearchKeys(string Id, string Name)
{
    public static SearchKeys Of(string userId, string? firstName, string? lastName) =>
        new(SearchText.Fold(userId), SearchText.Fold($"{firstName?.Trim()} {lastName?.Trim()}"));

    public static SearchKeys Of(UserProfile user) => Of(user.UserId, user.Fname, user.Lname);

    public bool Matches(UserMatch match, string folded) => match switch
    {
        UserMatch.Exact => Id == folded,
        UserMatch.Beginning => Id.StartsWith(folded, StringComparison.Ordinal),
        _ when SearchText.IsShort(folded) => BeginsWord(Id, folded) || BeginsWord(Name, folded),
        _ => Id.Contains(folded, StringComparison.Ordinal) || Name.Contains(folded, StringComparison.Ordinal),
    };

    private static bool BeginsWord(string text, string folded) =>
        SearchText.WordStarts(text).Any(start => text.AsSpan(start).StartsWith(folded, StringComparison.Ordinal));
}
