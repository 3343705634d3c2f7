using Pipeline.Core;
using Spectre.Console;

namespace Pipeline.Tools.Client;

/// <summary>Waits until everything that the server has accepted is in its numbers.</summary>
internal sealed class SettledWatch(PipelineClient client, IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>How long nothing may move before waiting on makes no sense.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(3);

    /// <exception cref="PipelineException">Nothing moves any more.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        console.WriteLine("Waiting until the queue is empty and the rollups are up to date ...");
        var last = await client.GetStatusAsync(cancellationToken);
        var movedAt = time.GetTimestamp();
        while (!last.IsSettled)
        {
            await Task.Delay(Interval, time, cancellationToken);
            var status = await client.GetStatusAsync(cancellationToken);
            if (status != last)
            {
                movedAt = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(movedAt) > StallLimit)
            {
                throw new NotSettledException(status, StallLimit);
            }

            last = status;
        }

        if (last.DeadLetters > 0)
        {
            console.WriteLine($"Warning: {last.DeadLetters:N0} messages could not be processed and are dead letters.");
        }
    }
}
