using Pipeline.Workers.Drain;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>
/// One worker's drain, with stores that answer at once, against bare loops that receive and delete the same messages with the same
/// SDK and look at none of them: one loop, and as many side by side as the drain has receivers.
/// </summary>
/// <param name="emulator">Where the queues are.</param>
/// <param name="messages">How many messages go through in one round.</param>
/// <param name="eventsPerMessage">What each of them carries.</param>
/// <param name="latency">Added to every call of both.</param>
/// <param name="target">The promised minimum ratio to the one loop; null where none was promised.</param>
internal sealed class BareComparison(SqsEmulator emulator, int messages, int eventsPerMessage, TimeSpan latency, double? target)
{
    private const int WarmUpRounds = 2;
    private const int Rounds = 4;

    private static readonly int Receivers = new DrainOptions().Receivers;

    private readonly string _what =
        $"{eventsPerMessage} events a message{(latency == TimeSpan.Zero ? "" : $", {latency.TotalMilliseconds:0} ms a call")}: ";

    public async Task<IEnumerable<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var sqs = emulator.Connect(latency);
        var backlog = new Backlog(messages, eventsPerMessage, TimeProvider.System.GetUtcNow());
        var drain = new SqsDrain(() => emulator.Connect(latency), (services, _) => services.AddInstantStore());
        var one = new List<Rate>();
        var several = new List<Rate>();
        var ours = new List<Rate>();
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            one.Add(await MeasureAsync(queue => BareLoop.RunAsync(sqs, queue, loops: 1, cancellationToken)));
            several.Add(await MeasureAsync(queue => BareLoop.RunAsync(sqs, queue, Receivers, cancellationToken)));
            ours.Add(await MeasureAsync(async queue => (await drain.RunAsync(queue, workers: 1, cancellationToken)).Elapsed));
            console.WriteLine(
                $"  {_what}bare loop {one[^1].PerSecond:N0}/s, {Receivers} of them {several[^1].PerSecond:N0}/s, drain {ours[^1].PerSecond:N0}/s");
        }

        var ratio = RatioTo(one);
        return
        [
            new BenchResult($"{_what}bare loop", Describe(one)),
            new BenchResult($"{_what}drain", Describe(ours)),
            new BenchResult(
                $"{_what}drain : bare loop", $"{ratio:0.00}", target is null ? null : $">= {target:0.00}", ratio >= (target ?? 0)),
            new BenchResult($"{_what}drain : {Receivers} bare loops", $"{RatioTo(several):0.00}"),
        ];

        async Task<Rate> MeasureAsync(Func<FilledQueue, Task<TimeSpan>> run)
        {
            var queue = await backlog.FillQueueAsync(emulator, cancellationToken);
            var before = CpuUse.Now(emulator);
            var elapsed = await run(queue);
            return new Rate(queue, elapsed, CpuUse.Now(emulator) - before);
        }

        double RatioTo(List<Rate> bare) =>
            Samples.Median(ours.Zip(bare, (drained, received) => drained.PerSecond / received.PerSecond).Skip(WarmUpRounds));
    }

    private static string Describe(IEnumerable<Rate> rounds)
    {
        var rate = Rate.MedianOf(rounds.Skip(WarmUpRounds));
        return $"{rate} (CPU a message: {rate.MicrosecondsOf(cpu => cpu.Client):N0} µs, emulator {rate.MicrosecondsOf(cpu => cpu.Emulator):N0} µs)";
    }
}
