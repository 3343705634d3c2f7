using Spectre.Console;

namespace Pipeline.Tools.Bench;

/// <summary>Promises about the speed or size of one thing, measured.</summary>
internal interface IBenchSection
{
    /// <summary>The name that <c>--only</c> selects it by.</summary>
    string Name { get; }

    /// <summary>About how many minutes it takes on two cores, once what it shares with other sections is ready.</summary>
    int Minutes { get; }

    Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken);
}

/// <param name="What">What was measured.</param>
/// <param name="Value">The measurement with its unit.</param>
/// <param name="Target">What was promised; null when the value is only for information.</param>
/// <param name="IsMet">Whether the promise holds.</param>
internal sealed record BenchResult(string What, string Value, string? Target = null, bool IsMet = true);
