using System.Text;
using Spectre.Console;

namespace Pipeline.Tools.Tests;

/// <summary>A console as it is when output goes to a file.</summary>
internal sealed class RecordedConsole
{
    private readonly StringBuilder _text = new();

    public RecordedConsole() => Console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(new StringWriter(_text)),
    });

    public IAnsiConsole Console { get; }

    public string Text => _text.ToString();
}
