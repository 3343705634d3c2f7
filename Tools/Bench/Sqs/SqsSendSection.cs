using Spectre.Console;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>Ingest into SQS over a network: many clients that send single events, and fewer that send batches.</summary>
internal sealed class SqsSendSection : IBenchSection
{
    private static readonly TimeSpan NetworkLatency = TimeSpan.FromMilliseconds(10);

    public string Name => "sqs-send";

    public int Minutes => 1;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        await using var emulator = await SqsEmulator.TryStartAsync(cancellationToken);
        if (emulator is null)
        {
            return [new BenchResult("ingest into SQS", "not measured: its emulator needs Node.js 20 or newer with npm")];
        }

        return
        [
            .. await new SendThroughput(emulator, NetworkLatency, eventsPerRequest: 1, connections: 256).RunAsync(console, cancellationToken),
            .. await new SendThroughput(emulator, NetworkLatency, eventsPerRequest: 100, connections: 32).RunAsync(console, cancellationToken),
            .. await new SendThroughput(emulator, NetworkLatency, eventsPerRequest: 1_000, connections: 32).RunAsync(console, cancellationToken),
        ];
    }
}
