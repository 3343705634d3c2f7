using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Pipeline.Tools.Hosting;

namespace Pipeline.Tools.Bench.Archive;

/// <summary>Writes a large part in a process of its own, whose memory is that of writing.</summary>
internal static class LargePartWrite
{
    public const int Events = 10_000_000;

    private const string CommandName = "write-part";

    private static readonly Argument<string> Directory = new("directory");

    /// <returns>The process's peak memory in MiB, and how long it took, making the events included.</returns>
    public static async Task<(long PeakMebibytes, double Seconds)> RunAsync(string directory, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.Start(
            "dotnet",
            [typeof(LargePartWrite).Assembly.Location, "bench", CommandName, directory],
            new Dictionary<string, string>());
        if (await process.WaitAsync(cancellationToken) != 0)
        {
            throw new InvalidOperationException($"Writing the large part failed:\n{process.Output}");
        }

        var said = process.Output.Trim().Split(' ');
        return (long.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture));
    }

    public static Command CreateCommand()
    {
        var command = new Command(CommandName) { Directory };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => WriteAsync(parsed.GetValue(Directory)!, cancellationToken));
        return command;
    }

    private static async Task WriteAsync(string directory, CancellationToken cancellationToken)
    {
        await using var bench = new PartBench(directory);
        var started = Stopwatch.GetTimestamp();
        var content = await bench.Format.WriteAsync(
            Path.Combine(directory, "large.parquet"), PartBench.Stream(PartBench.Day(Events)), cancellationToken);
        if (content.Rows != Events)
        {
            throw new InvalidOperationException($"{content.Rows} events were written.");
        }

        using var self = Process.GetCurrentProcess();
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{self.PeakWorkingSet64 >> 20} {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0}"));
    }
}
