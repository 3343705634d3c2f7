using System.Globalization;
using System.Text;
using Pipeline.Tools.Client;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Server;

/// <summary>
/// How long after its 202 an event shows up in the analytics at 1,000 events a second. Every event is a search, so the total of
/// searches says how many of those that were acknowledged can be seen.
/// </summary>
internal sealed class FreshnessSection : IBenchSection
{
    private const int EventsPerSecond = 1_000;
    private const int EventsPerBatch = 100;
    private const int Batches = 60 * EventsPerSecond / EventsPerBatch;
    private const double LimitSeconds = 15;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public string Name => "freshness";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var directory = new BenchDirectory();
        await using var server = await BenchServer.StartAsync(directory.Child("data"), cancellationToken);
        var acknowledged = new List<TimeSpan>();
        var started = TimeProvider.System.GetTimestamp();
        var watching = WatchAsync(server.Client, started, cancellationToken);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)EventsPerBatch / EventsPerSecond), TimeProvider.System);
        for (var batch = 0; batch < Batches; batch++)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var events = Enumerable.Range(0, EventsPerBatch).Select(index => Search(batch * EventsPerBatch + index));
            await server.Client.SendBatchAsync(BenchServer.ToBatch(events).Body, cancellationToken);
            acknowledged.Add(TimeProvider.System.GetElapsedTime(started));
        }

        var rate = Batches * EventsPerBatch / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var visible = await watching;
        // Of the batch's events the last one to be seen counts.
        var delays = acknowledged
            .Select((at, batch) => (visible.First(seen => seen.Count >= (batch + 1) * EventsPerBatch).At - at).TotalSeconds)
            .ToList();
        var p95 = Samples.Percentile(delays, 0.95);
        return
        [
            new BenchResult("load", $"{rate:N0} events/s"),
            new BenchResult("202 to visible, median", $"{Samples.Median(delays):0.0} s"),
            new BenchResult("202 to visible, p95", $"{p95:0.0} s", $"<= {LimitSeconds:0} s", p95 <= LimitSeconds),
        ];
    }

    private static async Task<List<(TimeSpan At, long Count)>> WatchAsync(
        PipelineClient client, long started, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var seen = new List<(TimeSpan At, long Count)> { (TimeSpan.Zero, 0) };
        while (seen[^1].Count < Batches * EventsPerBatch)
        {
            var search = await client.GetAnalyticsAsync("search", today, today.AddDays(1), cancellationToken);
            seen.Add((
                TimeProvider.System.GetElapsedTime(started), search.GetProperty("totalSearches")[0].GetProperty("count").GetInt64()));
            await Task.Delay(PollInterval, cancellationToken);
        }

        return seen;
    }

    private static ReadOnlyMemory<byte> Search(int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $$"""{"eventId":"{{Guid.CreateVersion7(now)}}","userId":"u{{number % 5_000}}","sessionId":"s{{number / 12}}","eventType":"SEARCH","page":"/search","timestamp":"{{now:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","metadata":{"device":"mobile","query":"query {{number % 500}}","resultCount":3} }"""));
    }
}
