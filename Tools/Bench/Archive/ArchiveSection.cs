using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using DuckDB.NET.Data;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Processing.Raw;
using Pipeline.Tools.Bench.Scale.DuckDb;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Archive;

/// <summary>
/// Parts of archived days: how fast they are written and read, how large they are, how soon one user's events are found in 90 days, and how
/// much memory a very large day takes.
/// </summary>
internal sealed class ArchiveSection : IBenchSection
{
    private const int EventsPerDay = 300_000;
    private const int Days = 90;
    private const int Rounds = 5;
    private const int Questions = 100;
    private const double MinWriteRatio = 0.6;
    private const double MaxSizeRatio = 0.5;
    private const double MaxMilliseconds = 300;
    private const double MinReadRate = 1_000_000;
    private const int MaxMebibytes = 700;

    public string Name => "archive";

    public int Minutes => 5;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var directory = new BenchDirectory();
        Directory.CreateDirectory(directory.Child("large"));
        var (peak, seconds) = await LargePartWrite.RunAsync(directory.Child("large"), cancellationToken);
        await using var bench = new PartBench(directory.Child("data"));
        RawEvent[] events = [.. PartBench.Day(EventsPerDay)];
        return
        [
            .. await MeasureWriteAsync(bench, events, directory, console, cancellationToken),
            .. await MeasureReadsAsync(bench, events, console, cancellationToken),
            new BenchResult(
                $"peak resident memory, a part of {LargePartWrite.Events:N0} events", $"{peak:N0} MiB", $"< {MaxMebibytes} MiB", peak < MaxMebibytes),
            new BenchResult("that part, making its events included", $"{seconds:0} s, {LargePartWrite.Events / seconds:N0} events/s"),
        ];
    }

    private static async Task<IReadOnlyList<BenchResult>> MeasureWriteAsync(
        PartBench bench, RawEvent[] events, BenchDirectory directory, IAnsiConsole console, CancellationToken cancellationToken)
    {
        BareRow[] sorted = [.. events.OrderBy(raw => raw.Event.UserId, StringComparer.Ordinal).ThenBy(raw => raw.Event.Key).Select(BareRow.Of)];
        var (ours, bare) = (new List<double>(), new List<double>());
        var path = directory.Child("ours.parquet");
        // The first round warms up both.
        for (var round = -1; round < Rounds; round++)
        {
            File.Delete(path);
            var started = Stopwatch.GetTimestamp();
            await bench.Format.WriteAsync(path, PartBench.Stream(events), cancellationToken);
            ours.Add(events.Length / Stopwatch.GetElapsedTime(started).TotalSeconds);
            bare.Add(events.Length / BarePartWrite.Run(directory.Child($"bare-{round}.parquet"), sorted).TotalSeconds);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  bare {bare[^1]:N0}/s, ours {ours[^1]:N0}/s"));
        }

        var ratio = Samples.Median(ours.Zip(bare, (one, other) => one / other).Skip(1));
        return
        [
            new BenchResult("sorted rows through the Parquet library alone", $"{Samples.Median(bare.Skip(1)):N0} events/s"),
            new BenchResult("the same events unsorted, as a part", $"{Samples.Median(ours.Skip(1)):N0} events/s"),
            new BenchResult("part : Parquet library alone", $"{ratio:0.00}", $">= {MinWriteRatio:0.00}", ratio >= MinWriteRatio),
            .. MeasureFile(path, events, directory),
        ];
    }

    private static IReadOnlyList<BenchResult> MeasureFile(string path, RawEvent[] events, BenchDirectory directory)
    {
        using var duck = InMemoryDuckDb.Open();
        InMemoryDuckDb.Execute(duck, $"CREATE TABLE events AS FROM read_parquet('{path}') ORDER BY timestamp");
        var copy = Samples.Median(Enumerable.Range(0, Rounds).Select(round =>
        {
            var started = Stopwatch.GetTimestamp();
            InMemoryDuckDb.Execute(
                duck,
                $"COPY (FROM events ORDER BY user_id, timestamp, event_id) TO '{directory.Child("copy.parquet")}' (FORMAT parquet, COMPRESSION zstd)");
            return events.Length / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }));
        var size = (double)new FileInfo(path).Length / events.Length;
        var gzip = (double)GzipBytes(events) / events.Length;
        var random = CompressedBytes(duck, path, "event_id", "origin") / events.Length;
        var metadata = CompressedBytes(duck, path, "metadata") / events.Length;
        var ratio = size / gzip;
        return
        [
            new BenchResult("DuckDB's COPY of its own table, sorted alike", $"{copy:N0} events/s"),
            new BenchResult("a part", $"{size:0.0} bytes per event: {random:0.0} for random ids and origins, {metadata:0.0} for metadata as sent"),
            new BenchResult("the same as NDJSON with gzip", $"{gzip:0.0} bytes per event"),
            new BenchResult("part : NDJSON with gzip, bytes", $"{ratio:0.00}", $"<= {MaxSizeRatio:0.00}", ratio <= MaxSizeRatio),
        ];
    }

    private static async Task<IReadOnlyList<BenchResult>> MeasureReadsAsync(
        PartBench bench, RawEvent[] events, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var parts = new List<ArchivedPart>();
        for (var day = 0; day < Days; day++)
        {
            var shift = day;
            parts.Add(await bench.ArchiveAsync(
                PartBench.FirstDay.AddDays(day),
                events.Select(raw => raw with { Event = raw.Event with { Timestamp = raw.Event.Timestamp.AddDays(shift) } }),
                cancellationToken));
        }

        console.WriteLine($"  {Days} parts written");
        var first = await AskAsync(bench, parts, events[0].Event.UserId, events, cancellationToken);
        var again = new List<double>();
        for (var question = 1; question <= Questions; question++)
        {
            again.Add(await AskAsync(bench, parts, events[question * (events.Length / (Questions + 1))].Event.UserId, events, cancellationToken));
        }

        var rates = new List<double>();
        foreach (var part in parts.Take(Rounds + 1))
        {
            var started = Stopwatch.GetTimestamp();
            var read = await bench.Events.ReadAsync(part, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken)
                .CountAsync(cancellationToken);
            rates.Add(read / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        var p95 = Samples.Percentile(again, 0.95);
        var rate = Samples.Median(rates.Skip(1));
        return
        [
            new BenchResult($"one user's events in {Days} days of {EventsPerDay:N0}, first question, every file hashed", $"{first:0} ms"),
            new BenchResult($"one user's events in {Days} days of {EventsPerDay:N0}, median", $"{Samples.Median(again):0} ms"),
            new BenchResult($"one user's events in {Days} days of {EventsPerDay:N0}, p95", $"{p95:0} ms", $"< {MaxMilliseconds:0} ms", p95 < MaxMilliseconds),
            new BenchResult("a part read whole", $"{rate:N0} events/s", $">= {MinReadRate:N0} events/s", rate >= MinReadRate),
        ];
    }

    private static async Task<double> AskAsync(
        PartBench bench, List<ArchivedPart> parts, string userId, RawEvent[] events, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var found = await bench.Events.FindOfUserAsync(
            parts, userId, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, int.MaxValue, cancellationToken);
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return found.Events.Count == Days * events.Count(raw => raw.Event.UserId == userId)
            ? took
            : throw new InvalidOperationException($"{found.Events.Count} events of {userId} were found.");
    }

    private static long GzipBytes(RawEvent[] events)
    {
        using var target = new CountingStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
        using (var buffered = new BufferedStream(gzip, 1 << 16))
        using (var writer = new StreamWriter(buffered, new UTF8Encoding(false)))
        {
            foreach (var (e, origin) in events)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $$"""
                    {"eventId":"{{e.EventId}}","timestamp":"{{e.Timestamp:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","userId":"{{e.UserId}}","sessionId":"{{e.SessionId}}","eventType":"{{e.EventType}}","page":"{{e.Page}}","origin":{{origin}},"metadata":
                    """));
                writer.Write(Encoding.UTF8.GetString(e.Metadata.Span));
                writer.Write("}\n");
            }
        }

        return target.Count;
    }

    private static double CompressedBytes(DuckDBConnection duck, string path, params string[] columns)
    {
        using var command = duck.CreateCommand();
        command.CommandText = $"""
            SELECT sum(total_compressed_size)::BIGINT FROM parquet_metadata('{path}')
            WHERE path_in_schema IN ({string.Join(", ", columns.Select(column => $"'{column}'"))})
            """;
        return (long)command.ExecuteScalar()!;
    }
}
