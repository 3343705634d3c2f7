using System.Buffers;
using Pipeline.Tools.Client;
using Pipeline.Tools.Hosting;
using Pipeline.Tools.Sending;

namespace Pipeline.Tools.Bench.Server;

/// <summary>The whole pipeline as a separate process, from the build beside this program.</summary>
internal static class BenchServer
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public static Task<ServerProcess> StartAsync(string dataDirectory, CancellationToken cancellationToken) =>
        ServerProcess.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "Pipeline.Api.dll"), dataDirectory, new Dictionary<string, string>(), cancellationToken);

    /// <summary>Sends events as fast as the server takes them.</summary>
    public static async Task SendAsync(PipelineClient client, IEnumerable<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        var tally = new SendTally(TimeProvider.System);
        var batches = events.Chunk(EventBatch.MaxEvents).Select(ToBatch).ToAsyncEnumerable();
        await new BatchSender(client, tally, TimeProvider.System).SendAsync(batches, rate: null, cancellationToken);
        if (tally.Sent != tally.Accepted)
        {
            throw new InvalidOperationException($"{tally.Sent - tally.Accepted} events were not accepted.");
        }
    }

    public static EventBatch ToBatch(IEnumerable<ReadOnlyMemory<byte>> events)
    {
        var batch = new EventBatch("bench");
        foreach (var (number, json) in events.Index())
        {
            batch.Add(number + 1, new ReadOnlySequence<byte>(json));
        }

        return batch;
    }

    /// <summary>Returns once all that was sent is stored.</summary>
    public static Task WaitUntilDrainedAsync(PipelineClient client, CancellationToken cancellationToken) =>
        WaitAsync(client, status => status.IsDrained, cancellationToken);

    /// <summary>Returns once all that was sent is in the numbers.</summary>
    public static Task WaitUntilSettledAsync(PipelineClient client, CancellationToken cancellationToken) =>
        WaitAsync(client, status => status.IsSettled, cancellationToken);

    private static Task<ServerStatus> WaitAsync(PipelineClient client, Predicate<ServerStatus> isWanted, CancellationToken cancellationToken) =>
        new SettledWatch(client, TimeProvider.System) { Interval = PollInterval }.WaitAsync(isWanted, cancellationToken);
}
