using System.Globalization;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Ingest;

/// <summary>
/// Batches of 100 events over HTTP into the queue, against an endpoint in the same kind of host that parses and checks the same
/// bodies and stores nothing. Each is a separate process; the load comes from this one.
/// </summary>
internal sealed class IngestSection : IBenchSection
{
    private const int EventsPerBody = 100;
    private const int Bodies = 1_000;
    private const int Rounds = 9;
    private const double Target = 0.5;
    private static readonly TimeSpan RoundLength = TimeSpan.FromSeconds(2);

    public string Name => "ingest";

    public int Minutes => 1;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var directory = new BenchDirectory();
        var load = new SocketLoad(IngestHost.Path, [.. MakeBodies()]);
        await using var ingest = await IngestHost.StartAsync(IngestHost.Ingest, directory.Child("ingest"), cancellationToken);
        await using var parsing = await IngestHost.StartAsync(IngestHost.Parse, directory.Child("parse"), cancellationToken);
        var ours = new List<double>();
        var theirs = new List<double>();
        // The first round warms up both.
        for (var round = 0; round <= Rounds; round++)
        {
            theirs.Add(EventsPerBody * await load.RunAsync(parsing.Port, RoundLength, cancellationToken));
            ours.Add(EventsPerBody * await load.RunAsync(ingest.Port, RoundLength, cancellationToken));
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  parse only {theirs[^1]:N0}/s, ingest {ours[^1]:N0}/s"));
        }

        var ratio = Samples.Median(ours.Zip(theirs, (one, other) => one / other).Skip(1));
        return
        [
            new BenchResult("parse, check and store nothing", $"{Samples.Median(theirs.Skip(1)):N0} events/s"),
            new BenchResult("ingest, 100 events a request", $"{Samples.Median(ours.Skip(1)):N0} events/s"),
            new BenchResult("ingest : parse and store nothing", $"{ratio:0.00}", $">= {Target:0.00}", ratio >= Target),
        ];
    }

    private static IEnumerable<byte[]> MakeBodies()
    {
        var events = new BenchEvents(TimeProvider.System.GetUtcNow(), eventsPerSecond: 10_000);
        for (var body = 0; body < Bodies; body++)
        {
            yield return [.. "["u8, .. events.Next(), .. events.Take(EventsPerBody - 1).SelectMany(json => json.Prepend((byte)',')), .. "]"u8];
        }
    }
}
