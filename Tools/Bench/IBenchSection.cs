using Spectre.Console;

namespace Pipeline.Tools.Bench;

/// <summary>One promise about speed or size, measured.</summary>
internal interface IBenchSection
{
    /// <summary>What <c>--only</c> selects it by.</summary>
    string Name { get; }

    Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken);
}
