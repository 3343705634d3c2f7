using Pipeline.Core;
using Spectre.Console;

namespace Pipeline.Tools.Client;

/// <summary>Waits until everything that the server has accepted is in its numbers.</summary>
internal sealed class SettledWatch(PipelineClient client, TimeProvider time)
{
    /// <summary>Waiting ends after this long without any change.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(3);

    /// <summary>How often the server is asked. Default 500 ms.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits, and tells the console so, and whether something will never be in the numbers.</summary>
    /// <exception cref="PipelineException">Nothing moves any more.</exception>
    public async Task WaitAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        console.WriteLine("Waiting until the queue is empty and the rollups are up to date ...");
        var last = await WaitAsync(status => status.IsSettled, cancellationToken);
        if (last.DeadLetters > 0)
        {
            console.WriteLine($"Warning: {last.DeadLetters:N0} messages could not be processed and are dead letters.");
        }
    }

    /// <summary>Returns the first status that meets the condition.</summary>
    /// <exception cref="PipelineException">Nothing moves any more.</exception>
    public async Task<ServerStatus> WaitAsync(Predicate<ServerStatus> isWanted, CancellationToken cancellationToken)
    {
        var last = await client.GetStatusAsync(cancellationToken);
        var movedAt = time.GetTimestamp();
        while (!isWanted(last))
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

        return last;
    }
}

/// <summary>The server no longer makes progress with what it has accepted.</summary>
internal sealed class NotSettledException(ServerStatus status, TimeSpan waited) : PipelineException(
    $"Nothing moved for {waited.TotalMinutes:0} minutes: {status.Visible:N0} messages waiting, "
    + $"{status.InFlight:N0} in flight, {status.Dirty:N0} dirty slices");
