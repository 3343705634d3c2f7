using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Tools.Client;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Server;

/// <summary>
/// How many raw events the refresh reads for each one that is stored, at the rate of 10 million events a day. Two minutes of it are sent
/// in real time, after an hour that is already stored, so that every slice is as full as in reality. Events come up to 15 s after they
/// happened, and every 5,000th comes up to an hour late.
/// </summary>
internal sealed partial class RefreshSection : IBenchSection
{
    private const int EventsPerBatch = 29;
    private const int Batches = 480;
    private const int EventsPerLateOne = 5_000;
    private const double MaxReads = 5;
    private const int MaxRuns = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>A refresh is listed once it has ended, which is a moment after its events are in the numbers.</summary>
    private static readonly TimeSpan EndOfRefresh = TimeSpan.FromSeconds(5);

    private static readonly double EventsPerSecond = EventsPerBatch / Interval.TotalSeconds;

    public string Name => "refresh";

    public int Minutes => 3;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var directory = new BenchDirectory();
        await using var server = await BenchServer.StartAsync(directory.Child("data"), cancellationToken);
        var hour = TimeSpan.FromHours(1);
        var before = new BenchEvents(TimeProvider.System.GetUtcNow() - hour, EventsPerSecond);
        await BenchServer.SendAsync(
            server.Client,
            before.Take((int)(hour.TotalSeconds * EventsPerSecond)).Select(json => new ReadOnlyMemory<byte>(json)),
            cancellationToken);
        await BenchServer.WaitUntilSettledAsync(server.Client, cancellationToken);
        var readBefore = await CountReadsAsync(server.Client, cancellationToken);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  an hour is in the numbers, now {EventsPerSecond:0} events/s for {Batches * Interval.TotalMinutes:0} min"));

        var random = new Random(1);
        var result = await new SearchLoad(EventsPerBatch, Interval, ageOf: number => AgeOf(number, random))
            .RunAsync(server.Client, Batches, cancellationToken);
        await BenchServer.WaitUntilSettledAsync(server.Client, cancellationToken);
        var reads = (double)(await CountReadsAsync(server.Client, cancellationToken) - readBefore) / result.Events;
        return
        [
            .. result.ToResults(),
            new BenchResult("raw events read for each event stored", $"{reads:0.0}", $"<= {MaxReads:0}", reads <= MaxReads),
        ];
    }

    private static TimeSpan AgeOf(int number, Random random) =>
        random.NextDouble() * (number % EventsPerLateOne == EventsPerLateOne / 2 ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(15));

    /// <summary>Raw events that all refreshes so far have read, according to their runs.</summary>
    private static async Task<long> CountReadsAsync(PipelineClient client, CancellationToken cancellationToken)
    {
        await Task.Delay(EndOfRefresh, TimeProvider.System, cancellationToken);
        var runs = await client.GetAsync($"/api/ops/runs?job=refresh-rollups&limit={MaxRuns}", cancellationToken);
        return runs.GetArrayLength() < MaxRuns
            ? runs.EnumerateArray().Sum(ReadsOf)
            : throw new InvalidOperationException("There were more runs than the API lists.");
    }

    private static long ReadsOf(JsonElement run) =>
        // A failed refresh has read events too, but does not report them.
        EventsRead.Match(run.GetProperty("result").GetString() ?? "") is { Success: true } match
            ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"A refresh does not report how many events it read: {run}");

    [GeneratedRegex(@"from (\d+) events")]
    private static partial Regex EventsRead { get; }
}
