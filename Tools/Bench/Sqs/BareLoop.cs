using System.Diagnostics;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>The yardstick: receive ten, delete them, with the same SDK, and look at none of it.</summary>
internal static class BareLoop
{
    private const int MaxMessages = 10;
    private const int LongPollSeconds = 20;

    public static async Task<TimeSpan> RunAsync(
        IAmazonSQS sqs, FilledQueue queue, CancellationToken cancellationToken)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = queue.Url,
            MaxNumberOfMessages = MaxMessages,
            WaitTimeSeconds = LongPollSeconds,
        };
        var left = queue.Messages;
        var started = Stopwatch.GetTimestamp();
        while (left > 0)
        {
            var received = (await sqs.ReceiveMessageAsync(request, cancellationToken)).Messages ?? [];
            if (received.Count > 0)
            {
                List<DeleteMessageBatchRequestEntry> entries =
                    [.. received.Select((message, id) => new DeleteMessageBatchRequestEntry($"{id}", message.ReceiptHandle))];
                await sqs.DeleteMessageBatchAsync(queue.Url, entries, cancellationToken);
                left -= received.Count;
            }
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
