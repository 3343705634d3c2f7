using System.Globalization;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Drain;

/// <summary>
/// The drain (receive, decode, check, store, sessions, users, marks, ledger, delete) against a bare loop that does nothing but insert
/// the same rows, in batches of the same size, into a table with the same key.
/// </summary>
internal sealed class DrainSection : IBenchSection
{
    private const int Events = 300_000;
    private const int Rounds = 7;
    private const double Target = 0.55;

    public string Name => "drain";

    public int Minutes => 1;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        var start = new DateTimeOffset(2025, 6, 18, 12, 0, 0, TimeSpan.Zero);
        byte[][] json = [.. new BenchEvents(start, eventsPerSecond: 5_000).Take(Events)];
        var producer = Guid.NewGuid();
        RawEvent[] rows = [.. json.Select((bytes, index) => new RawEvent(Read(bytes, start), RawEvent.OriginOf(producer, index)))];

        using var directory = new BenchDirectory();
        var bare = new List<double>();
        var drain = new List<double>();
        // The first round warms up both.
        for (var round = 0; round <= Rounds; round++)
        {
            bare.Add(Events / BareInsert.Run(directory.Child($"bare-{round}.db"), rows).TotalSeconds);
            drain.Add(Events / (await PipelineDrain.RunAsync(directory.Child($"drain-{round}"), json, start, cancellationToken)).TotalSeconds);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  bare {bare[^1]:N0}/s, drain {drain[^1]:N0}/s"));
        }

        var ratio = Samples.Median(drain.Zip(bare, (ours, theirs) => ours / theirs).Skip(1));
        return
        [
            new BenchResult("bare insert loop", $"{Samples.Median(bare.Skip(1)):N0} events/s"),
            new BenchResult("drain", $"{Samples.Median(drain.Skip(1)):N0} events/s"),
            new BenchResult("drain : bare insert loop", $"{ratio:0.00}", $">= {Target:0.00}", ratio >= Target),
        ];
    }

    private static Event Read(byte[] json, DateTimeOffset receivedAt) =>
        EventReader.TryRead(json, receivedAt.AddDays(1), new EventOptions().MaxAge, out var value, out var fault)
            ? value
            : throw new InvalidOperationException(fault.ToString());
}
