using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Pipeline.Core.Plumbing.Storage.Aws;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>Receives from one queue, and remembers how old what it received was.</summary>
internal sealed class SqsReceiver(IAmazonSQS sqs, string queueUrl, TimeSpan timeout, TimeProvider time)
{
    private const int MaxMessages = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private long _oldestSentAt = long.MaxValue;

    /// <summary>
    /// When the oldest message of the last answer was sent; for an empty answer to a long poll, the time of that answer. Null before the first.
    /// </summary>
    public DateTimeOffset? OldestSentAt =>
        Volatile.Read(ref _oldestSentAt) is not long.MaxValue and var sentAt
            ? DateTimeOffset.FromUnixTimeMilliseconds(sentAt)
            : null;

    /// <summary>One request: at most ten messages, whatever <paramref name="maxMessages"/> is, and a wait of at most 20 s.</summary>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(
        int maxMessages, TimeSpan wait, TimeSpan visibility, CancellationToken cancellationToken)
    {
        if (wait > LongestWait)
        {
            wait = LongestWait;
        }

        var request = new ReceiveMessageRequest
        {
            QueueUrl = queueUrl,
            MaxNumberOfMessages = Math.Min(maxMessages, MaxMessages),
            WaitTimeSeconds = SqsTime.WholeSeconds(wait),
            VisibilityTimeout = SqsTime.WholeSeconds(visibility),
            MessageSystemAttributeNames =
                [MessageSystemAttributeName.SentTimestamp, MessageSystemAttributeName.ApproximateReceiveCount],
            MessageAttributeNames = [SqsBody.EncodingAttribute],
        };
        var response = await AwsCalls.CallAsync(
            $"The queue {queueUrl}", wait + timeout, time, token => sqs.ReceiveMessageAsync(request, token), cancellationToken);

        List<QueueMessage> messages = response.Messages is { } received ? received.ConvertAll(Read) : [];
        // A call that does not wait asks only some of the queue's servers: finding nothing there proves nothing.
        if (messages.Count > 0 || wait > TimeSpan.Zero)
        {
            var oldest = messages.Count == 0 ? time.GetUtcNow() : messages.Min(message => message.SentAt);
            Volatile.Write(ref _oldestSentAt, oldest.ToUnixTimeMilliseconds());
        }

        return messages;
    }

    private static QueueMessage Read(Message message) => new(
        message.MessageId,
        message.ReceiptHandle,
        SqsBody.Decode(message),
        int.Parse(message.Attributes[MessageSystemAttributeName.ApproximateReceiveCount], CultureInfo.InvariantCulture),
        SqsTime.FromUnix(message.Attributes[MessageSystemAttributeName.SentTimestamp]));
}
