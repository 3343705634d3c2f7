using System.Text.RegularExpressions;

namespace Pipeline.Core.Archive;

/// <summary>
/// The keys that every archive can hold: names of letters, digits and <c>-_.=</c> with <c>/</c> between them, at most 512 characters.
/// No name begins with a dot, so that none leads out of the archive or to a hidden file.
/// </summary>
public static partial class ArchiveKey
{
    private const int MaxLength = 512;

    /// <exception cref="ArgumentException">This is no key.</exception>
    public static void Validate(string key)
    {
        if (key.Length > MaxLength || !Keys.IsMatch(key))
        {
            throw new ArgumentException($"'{key}' is not a valid archive key.", nameof(key));
        }
    }

    /// <exception cref="ArgumentException">No key begins like this.</exception>
    public static void ValidatePrefix(string prefix)
    {
        if (prefix.Length > MaxLength || !Prefixes.IsMatch(prefix))
        {
            throw new ArgumentException($"'{prefix}' is not a valid prefix of archive keys.", nameof(prefix));
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_=-][A-Za-z0-9_.=-]*(/[A-Za-z0-9_=-][A-Za-z0-9_.=-]*)*\z")]
    private static partial Regex Keys { get; }

    [GeneratedRegex(@"\A([A-Za-z0-9_=-][A-Za-z0-9_.=-]*(/[A-Za-z0-9_=-][A-Za-z0-9_.=-]*)*/?)?\z")]
    private static partial Regex Prefixes { get; }
}
