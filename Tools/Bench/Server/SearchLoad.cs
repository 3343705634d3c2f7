using System.Globalization;
using System.Text;
using Pipeline.Tools.Client;
using Pipeline.Tools.Kpis;

namespace Pipeline.Tools.Bench.Server;

/// <summary>
/// Sends searches at a steady rate and watches them appear: the total of searches says how many of those that were acknowledged can be
/// seen.
/// </summary>
/// <param name="eventsPerBatch">Events of a request.</param>
/// <param name="interval">Time from one request to the next.</param>
/// <param name="ageOf">How long before it is sent the event with this number happened.</param>
internal sealed class SearchLoad(int eventsPerBatch, TimeSpan interval, Func<int, TimeSpan> ageOf)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when all of it can be seen.</summary>
    public async Task<SearchLoadResult> RunAsync(PipelineClient client, int batches, CancellationToken cancellationToken)
    {
        var before = await CountAsync(client, cancellationToken);
        var acknowledged = new List<TimeSpan>();
        var started = TimeProvider.System.GetTimestamp();
        var watching = WatchAsync(client, before, before + batches * eventsPerBatch, started, cancellationToken);
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        for (var batch = 0; batch < batches; batch++)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var events = Enumerable.Range(batch * eventsPerBatch, eventsPerBatch).Select(number => Search(number, ageOf(number)));
            await client.SendBatchAsync(BenchServer.ToBatch(events).Body, cancellationToken);
            acknowledged.Add(TimeProvider.System.GetElapsedTime(started));
        }

        var rate = batches * eventsPerBatch / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var visible = await watching;
        // The last of the batch's events to be seen counts.
        var delays = acknowledged.Select((at, batch) =>
            (visible.First(seen => seen.Count >= before + (batch + 1) * eventsPerBatch).At - at).TotalSeconds);
        return new SearchLoadResult(batches * eventsPerBatch, rate, [.. delays]);
    }

    private static async Task<List<(TimeSpan At, long Count)>> WatchAsync(
        PipelineClient client, long before, long after, long started, CancellationToken cancellationToken)
    {
        var seen = new List<(TimeSpan At, long Count)> { (TimeSpan.Zero, before) };
        while (seen[^1].Count < after)
        {
            var count = await CountAsync(client, cancellationToken);
            seen.Add((TimeProvider.System.GetElapsedTime(started), count));
            await Task.Delay(PollInterval, cancellationToken);
        }

        return seen;
    }

    // From the day before to the day after: the load may go over midnight, and some of it happened earlier.
    private static async Task<long> CountAsync(PipelineClient client, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var search = await client.GetAnalyticsAsync(Reports.Search, today.AddDays(-1), today.AddDays(1), cancellationToken);
        return search.GetProperty("totalSearches")[0].GetProperty("count").GetInt64();
    }

    private static ReadOnlyMemory<byte> Search(int number, TimeSpan age)
    {
        var at = TimeProvider.System.GetUtcNow() - age;
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $$"""{"eventId":"{{Guid.CreateVersion7(at)}}","userId":"u{{number % 5_000}}","sessionId":"s{{number / 12}}","eventType":"SEARCH","page":"/search","timestamp":"{{at:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","metadata":{"device":"mobile","query":"query {{number % 500}}","resultCount":3} }"""));
    }
}

/// <param name="Events">Events that were sent.</param>
/// <param name="EventsPerSecond">How fast.</param>
/// <param name="DelaySeconds">For each batch the time from its 202 until all of it could be seen.</param>
internal sealed record SearchLoadResult(int Events, double EventsPerSecond, IReadOnlyList<double> DelaySeconds)
{
    private const double LimitSeconds = 15;

    /// <summary>The load, and whether it was seen in time.</summary>
    public IEnumerable<BenchResult> ToResults()
    {
        var p95 = Samples.Percentile(DelaySeconds, 0.95);
        return
        [
            new BenchResult("load", $"{EventsPerSecond:N0} events/s"),
            new BenchResult("202 to visible, median", $"{Samples.Median(DelaySeconds):0.0} s"),
            new BenchResult("202 to visible, p95", $"{p95:0.0} s", $"<= {LimitSeconds:0} s", p95 <= LimitSeconds),
        ];
    }
}
