using System.Buffers;
using System.Runtime.CompilerServices;
using Pipeline.Core;
using Pipeline.Tools.Client;
using Pipeline.Tools.Sending;
using Spectre.Console;

namespace Pipeline.Tools.Demo;

/// <summary>Sends made-up traffic the way a shop would, and waits until it is in the numbers.</summary>
internal sealed class DemoFiller(PipelineClient client, IAnsiConsole console, TimeProvider time)
{
    private const int ProfilesInFlight = 16;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    /// <returns>The exit code: 0 when all of it was accepted and is in the numbers.</returns>
    public async Task<int> RunAsync(ShopTrafficOptions options, CancellationToken cancellationToken)
    {
        var traffic = new ShopTraffic(options);
        var tally = new SendTally(time);
        try
        {
            await client.WaitUntilUpAsync(ConnectPatience, cancellationToken);
            console.WriteLine($"Filling in {options.Days} days of demo traffic ...");
            var started = time.GetTimestamp();
            await new BatchSender(client, tally, time).SendAsync(Batches(traffic, cancellationToken), rate: null, cancellationToken);
            SendReport.Print(console, tally, time.GetElapsedTime(started));
            var profiles = traffic.Visitors.Where((_, index) => index % 3 != 0).ToList();
            await Parallel.ForEachAsync(
                profiles,
                new ParallelOptions { MaxDegreeOfParallelism = ProfilesInFlight, CancellationToken = cancellationToken },
                async (shopper, token) => await client.PutUserAsync(shopper.UserId, shopper.ToProfileJson(), token));
            await new SettledWatch(client, time).WaitAsync(console, cancellationToken);
            console.WriteLine($"The demo data is in: {tally.Accepted:N0} events, {profiles.Count:N0} user profiles.");
        }
        catch (PipelineException e)
        {
            console.WriteLine($"Failed: {e.Message}");
            return 1;
        }

        return tally.Failed + tally.Rejected == 0 ? 0 : 1;
    }

    private static async IAsyncEnumerable<EventBatch> Batches(
        ShopTraffic traffic, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new EventBatch("demo");
        foreach (var (number, shopEvent) in traffic.Events().Index())
        {
            if (!batch.HasRoomFor(shopEvent.Json.Length, EventBatch.MaxEvents))
            {
                yield return batch;
                cancellationToken.ThrowIfCancellationRequested();
                batch = new EventBatch("demo");
            }

            batch.Add(number + 1, new ReadOnlySequence<byte>(shopEvent.Json));
        }

        if (batch.Lines.Count > 0)
        {
            yield return batch;
        }
    }
}
