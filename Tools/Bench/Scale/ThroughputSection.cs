using Spectre.Console;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>
/// How long files of 3 million events take from the first byte sent until they are counted, whether the third takes longer than the first, and
/// how much memory the server needs for all of them. The numbers must be those that the generator counted.
/// </summary>
internal sealed class ThroughputSection(LargeShop shop) : IBenchSection
{
    private const double MinRatio = 0.95;
    private const int MaxMebibytes = 500;

    public string Name => "throughput";

    public int Minutes => 0;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        await shop.FillAsync(console, cancellationToken);
        var files = shop.Files;
        var ratio = files[^1].EventsPerSecond / files[0].EventsPerSecond;
        var storedRatio = files[0].Stored / files[^1].Stored;
        var processorRatio = files[0].ProcessorTime / files[^1].ProcessorTime;
        var peak = shop.PeakMemoryBytes / 1_048_576;
        return
        [
            .. files.Select((file, index) => new BenchResult(
                $"file {index + 1} of {file.Events:N0} events, first byte sent to in the numbers",
                $"{file.Counted.TotalSeconds:0.0} s, {file.EventsPerSecond:N0} events/s; processor time {file.ProcessorTime.TotalSeconds:0.0} s")),
            new BenchResult("the last file : the first, events/s into the numbers", $"{ratio:0.00}", $">= {MinRatio:0.00}", ratio >= MinRatio),
            new BenchResult("the last file : the first, events/s into the store", $"{storedRatio:0.00}"),
            // Hardly affected by what else the machine does.
            new BenchResult("the last file : the first, events for each second of processor time", $"{processorRatio:0.00}"),
            .. files.Select((file, index) => new BenchResult(
                $"numbers after file {index + 1} are those of the generator",
                file.IsRight ? "yes" : $"no: {file.Actual} instead of {file.Expected}",
                "yes",
                file.IsRight)),
            new BenchResult(
                $"peak resident memory, {files.Sum(file => file.Events):N0} events stored", $"{peak:N0} MiB", $"< {MaxMebibytes} MiB", peak < MaxMebibytes),
        ];
    }
}
