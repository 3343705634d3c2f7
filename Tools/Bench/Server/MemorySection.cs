using Spectre.Console;

namespace Pipeline.Tools.Bench.Server;

/// <summary>Peak memory of the whole pipeline in one process while a million events come in as fast as it takes them.</summary>
internal sealed class MemorySection : IBenchSection
{
    private const int Events = 1_000_000;
    private const int LimitMebibytes = 500;

    public string Name => "memory";

    public int Minutes => 1;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var directory = new BenchDirectory();
        await using var server = await BenchServer.StartAsync(directory.Child("data"), cancellationToken);
        // Twelve events a second put the million into a day: what a busy shop's export looks like.
        var events = new BenchEvents(TimeProvider.System.GetUtcNow().AddDays(-1), eventsPerSecond: 12);
        var started = TimeProvider.System.GetTimestamp();
        await BenchServer.SendAsync(server.Client, events.Take(Events).Select(json => new ReadOnlyMemory<byte>(json)), cancellationToken);
        var sent = TimeProvider.System.GetElapsedTime(started);
        await BenchServer.WaitUntilSettledAsync(server.Client, cancellationToken);
        var settled = TimeProvider.System.GetElapsedTime(started);
        var peak = server.PeakMemoryBytes / 1_048_576;
        return
        [
            new BenchResult("1 M events accepted after", $"{sent.TotalSeconds:0} s"),
            new BenchResult("1 M events in the numbers after", $"{settled.TotalSeconds:0} s"),
            new BenchResult("peak resident memory", $"{peak:N0} MiB", $"< {LimitMebibytes} MiB", peak < LimitMebibytes),
        ];
    }
}
