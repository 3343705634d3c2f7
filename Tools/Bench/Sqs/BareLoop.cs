using System.Diagnostics;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>The yardstick: receive ten, delete them, again and again, with the same SDK, and look at none of it.</summary>
internal static class BareLoop
{
    private const int MaxMessages = 10;

    /// <summary>Empties a queue with <paramref name="loops"/> loops side by side. Returns the time that it took.</summary>
    public static async Task<TimeSpan> RunAsync(
        IAmazonSQS sqs, FilledQueue queue, int loops, CancellationToken cancellationToken)
    {
        var request = new ReceiveMessageRequest { QueueUrl = queue.Url, MaxNumberOfMessages = MaxMessages };
        var left = queue.Messages;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, loops).Select(_ => LoopAsync()));
        return Stopwatch.GetElapsedTime(started);

        async Task LoopAsync()
        {
            while (Volatile.Read(ref left) > 0)
            {
                var received = (await sqs.ReceiveMessageAsync(request, cancellationToken)).Messages ?? [];
                if (received.Count > 0)
                {
                    List<DeleteMessageBatchRequestEntry> entries =
                        [.. received.Select((message, id) => new DeleteMessageBatchRequestEntry($"{id}", message.ReceiptHandle))];
                    await sqs.DeleteMessageBatchAsync(queue.Url, entries, cancellationToken);
                    Interlocked.Add(ref left, -received.Count);
                }
            }
        }
    }
}
