using Pipeline.Tools.Sending;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pipeline.Tools.Replay;

/// <summary>
/// Shows how far a replay has got: a bar on a terminal, a line now and then elsewhere. Progress and time left are computed from the bytes read,
/// because nobody knows how many events are in a file.
/// </summary>
internal sealed class SendProgress(IAnsiConsole console, SendTally tally, TimeProvider time)
{
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    public Task RunAsync(IReadOnlyList<EventFile> files, Func<Task> send)
    {
        var total = files.Sum(file => file.Length);
        long Read() => files.Sum(file => file.Position);
        if (!console.Profile.Capabilities.Interactive)
        {
            return WatchAsync(send(), LineInterval, () => console.WriteLine(Line(Read(), total)));
        }

        return console.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new EventRateColumn(tally, time),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("Sending", maxValue: Math.Max(1, total));
                await WatchAsync(send(), BarInterval, () => task.Value = Read());
                task.Value = task.MaxValue;
            });
    }

    private string Line(long read, long total) =>
        $"{tally.Sent:N0} events sent, {100.0 * read / Math.Max(1, total):0} % of the files read";

    // Ends only when the work ends, even if that is cancelled: what was sent must still be reported.
    private async Task WatchAsync(Task work, TimeSpan interval, Action report)
    {
        using var timer = new PeriodicTimer(interval, time);
        var tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(work, tick) != work)
        {
            await tick;
            report();
            tick = timer.WaitForNextTickAsync().AsTask();
        }

        await work;
    }

    /// <summary>Events per second since the bar appeared.</summary>
    private sealed class EventRateColumn(SendTally tally, TimeProvider time) : ProgressColumn
    {
        private readonly long _started = time.GetTimestamp();

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var seconds = time.GetElapsedTime(_started).TotalSeconds;
            return new Text($"{tally.Sent:N0} events, {(seconds > 0 ? tally.Sent / seconds : 0):N0}/s");
        }
    }
}
