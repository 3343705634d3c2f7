using Spectre.Console;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>The drain on SQS: against a bare loop, with two workers, and with its real store.</summary>
internal sealed class SqsSection : IBenchSection
{
    private const double Target = 0.8;
    private static readonly TimeSpan NetworkLatency = TimeSpan.FromMilliseconds(10);

    public string Name => "sqs";

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        await using var emulator = await SqsEmulator.TryStartAsync(cancellationToken);
        if (emulator is null)
        {
            return [new BenchResult("drain on SQS", "not measured: its emulator needs Node.js 20 or newer with npm")];
        }

        // Client and emulator share this machine, so that a round trip costs nothing but processor time. The same again with a
        // network's time added to every call shows what is left of the difference where a worker waits for SQS.
        return
        [
            .. await new BareComparison(emulator, TimeSpan.Zero, Target).RunAsync(console, cancellationToken),
            .. await new BareComparison(emulator, NetworkLatency, target: null).RunAsync(console, cancellationToken),
            .. await new WorkerSharing(emulator).RunAsync(console, cancellationToken),
            .. await new StoredDrain(emulator).RunAsync(console, cancellationToken),
        ];
    }
}
