using Spectre.Console;

namespace Pipeline.Tools.Bench.Server;

/// <summary>How long after its 202 an event shows up in the analytics at 1,000 events a second.</summary>
internal sealed class FreshnessSection : IBenchSection
{
    private const int EventsPerBatch = 100;
    private const int Batches = 600;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public string Name => "freshness";

    public int Minutes => 1;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var directory = new BenchDirectory();
        await using var server = await BenchServer.StartAsync(directory.Child("data"), cancellationToken);
        var load = new SearchLoad(EventsPerBatch, Interval, ageOf: _ => TimeSpan.Zero);
        return [.. (await load.RunAsync(server.Client, Batches, cancellationToken)).ToResults()];
    }
}
