using System.Text;

namespace Pipeline.Tools.Credentials;

/// <summary>Where a password comes from.</summary>
/// <param name="Read">Reads it; null when there is none.</param>
/// <param name="Repeat">Has it typed again, where somebody types; otherwise null.</param>
internal sealed record PasswordSource(Func<string?> Read, Func<string?> Repeat)
{
    public static PasswordSource ForConsole() => Console.IsInputRedirected
        ? new PasswordSource(Console.In.ReadLine, () => null)
        : new PasswordSource(() => Type("Password: "), () => Type("Once more: "));

    // The prompt is not part of the output, which may go to a file.
    private static string Type(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
