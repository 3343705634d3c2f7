using Spectre.Console;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>
/// One worker's drain, with stores that answer at once, against a bare loop that receives and deletes the same messages with the
/// same SDK and looks at none of them. Both have one receive call under way at a time.
/// </summary>
/// <param name="emulator">Where the queues are.</param>
/// <param name="latency">Added to every call of both.</param>
/// <param name="target">The least ratio that was promised; null where none was.</param>
internal sealed class BareComparison(SqsEmulator emulator, TimeSpan latency, double? target)
{
    private const int Messages = 600;
    private const int Rounds = 5;

    private readonly string _place = latency == TimeSpan.Zero ? "" : $", {latency.TotalMilliseconds:0} ms a call";

    public async Task<IEnumerable<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var sqs = emulator.Connect(latency);
        var backlog = new Backlog(Messages, TimeProvider.System.GetUtcNow());
        var drain = new SqsDrain(() => emulator.Connect(latency), (services, _) => services.AddInstantStore());
        var bare = new List<Rate>();
        var ours = new List<Rate>();
        // The first round warms up both.
        for (var round = 0; round <= Rounds; round++)
        {
            bare.Add(await MeasureAsync(queue => BareLoop.RunAsync(sqs, queue, cancellationToken)));
            ours.Add(await MeasureAsync(async queue => (await drain.RunAsync(queue, workers: 1, cancellationToken)).Elapsed));
            console.WriteLine($"  bare loop {bare[^1]}; drain {ours[^1]}");
        }

        var ratio = Samples.Median(ours.Zip(bare, (one, other) => one.PerSecond / other.PerSecond).Skip(1));
        return
        [
            new BenchResult($"bare receive and delete{_place}", Describe(bare)),
            new BenchResult($"drain, instant store{_place}", Describe(ours)),
            new BenchResult(
                $"drain : bare receive and delete{_place}",
                $"{ratio:0.00}",
                target is null ? null : $">= {target:0.00}",
                ratio >= (target ?? 0)),
        ];

        async Task<Rate> MeasureAsync(Func<FilledQueue, Task<TimeSpan>> run)
        {
            var queue = await backlog.FillQueueAsync(emulator, cancellationToken);
            var before = CpuUse.Now(emulator);
            var elapsed = await run(queue);
            return new Rate(queue.Messages, elapsed, CpuUse.Now(emulator) - before);
        }
    }

    private static string Describe(IEnumerable<Rate> rounds)
    {
        var rate = Rate.MedianOf(rounds.Skip(1));
        return $"{rate} ({rate.MillisecondsOf(cpu => cpu.Client)} ms CPU each, emulator {rate.MillisecondsOf(cpu => cpu.Emulator)})";
    }
}
