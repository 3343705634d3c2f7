namespace Pipeline.Tools;

/// <summary>Text from events may hold anything; a terminal must not obey it.</summary>
internal static class Printable
{
    public static string Of(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
