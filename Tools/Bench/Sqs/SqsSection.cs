using Spectre.Console;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>The drain on SQS: against a bare loop, with two workers, and with its real store.</summary>
internal sealed class SqsSection : IBenchSection
{
    private const double Target = 0.8;

    private static readonly TimeSpan NetworkLatency = TimeSpan.FromMilliseconds(10);

    public string Name => "sqs";

    public int Minutes => 4;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        await using var emulator = await SqsEmulator.TryStartAsync(cancellationToken);
        if (emulator is null)
        {
            return [new BenchResult("drain on SQS", "not measured: its emulator needs Node.js 20 or newer with npm")];
        }

        // SQS answers over a network, and its callers spend their time waiting; so the target is for calls that take some time, with
        // messages of every size. Without a network a round trip costs nothing but processor time: the target holds for messages as
        // ingest sends them below some thousand events a second. Full ones arrive faster than their events can be read, so
        // the ratio would compare reading with not reading; it is only for information.
        return
        [
            .. await new BareComparison(emulator, 800, Backlog.Few, NetworkLatency, Target).RunAsync(console, cancellationToken),
            .. await new BareComparison(emulator, 800, Backlog.Many, NetworkLatency, Target).RunAsync(console, cancellationToken),
            .. await new BareComparison(emulator, 800, Backlog.Full, NetworkLatency, Target).RunAsync(console, cancellationToken),
            .. await new BareComparison(emulator, 20_000, Backlog.Few, TimeSpan.Zero, Target).RunAsync(console, cancellationToken),
            .. await new BareComparison(emulator, 6_000, Backlog.Many, TimeSpan.Zero, target: null).RunAsync(console, cancellationToken),
            .. await new BareComparison(emulator, 1_000, Backlog.Full, TimeSpan.Zero, target: null).RunAsync(console, cancellationToken),
            .. await new WorkerSharing(emulator).RunAsync(console, cancellationToken),
            .. await new StoredDrain(emulator).RunAsync(console, cancellationToken),
        ];
    }
}
