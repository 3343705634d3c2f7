namespace Pipeline.Testing.Fakes;

internal static class AsciiText
{
    /// <summary>Literal, and blind to the case of ASCII letters only.</summary>
    public static bool Contains(string text, string part) => Lower(text).Contains(Lower(part), StringComparison.Ordinal);

    private static string Lower(string text) =>
        string.Create(text.Length, text, (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
            }
        });
}
