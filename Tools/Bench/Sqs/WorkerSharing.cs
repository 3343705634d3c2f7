using Spectre.Console;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>Two workers with instant stores on one queue: whether one starves the other, and what the second one adds.</summary>
internal sealed class WorkerSharing(SqsEmulator emulator)
{
    private const int Messages = 10_000;
    private const int Rounds = 3;
    private const double MinShare = 0.3;

    public async Task<IEnumerable<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        var backlog = new Backlog(Messages, Backlog.Few, TimeProvider.System.GetUtcNow());
        var drain = new SqsDrain(() => emulator.Connect(TimeSpan.Zero), (services, _) => services.AddInstantStore());
        var gains = new List<double>();
        var lesserShares = new List<double>();
        // Already warm from the comparison before.
        for (var round = 0; round < Rounds; round++)
        {
            var (alone, _) = await drain.RunAsync(await backlog.FillQueueAsync(emulator, cancellationToken), workers: 1, cancellationToken);
            var (both, shares) = await drain.RunAsync(await backlog.FillQueueAsync(emulator, cancellationToken), workers: 2, cancellationToken);
            gains.Add(alone / both);
            lesserShares.Add((double)shares.Min() / shares.Sum());
            console.WriteLine($"  two workers: {gains[^1]:0.00} times one worker's rate, the lesser one's share {lesserShares[^1]:P0}");
        }

        var share = lesserShares.Min();
        return
        [
            new BenchResult("two workers: the lesser one's share", $"{share:P0}", $">= {MinShare:P0}", share >= MinShare),
            new BenchResult(
                "two workers : one worker",
                $"{Samples.Median(gains):0.00} (on {Environment.ProcessorCount} cores that the emulator, which is one thread, needs too)"),
        ];
    }
}
