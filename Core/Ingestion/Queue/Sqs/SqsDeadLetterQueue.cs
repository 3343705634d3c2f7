using Amazon.SQS;
using Microsoft.Extensions.Options;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>The queue that SQS moves messages to. Sweeps of several processes share it: what one has taken is hidden for a while.</summary>
public sealed class SqsDeadLetterQueue(IAmazonSQS sqs, IOptions<SqsOptions> options, TimeProvider time) : IDeadLetterQueue
{
    // A receive without any wait asks only some of SQS's servers, and would mostly miss the few letters there are.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly SqsOptions _options = options.Value;
    private readonly SqsReceiver _receiver =
        new(sqs, options.Value.DeadLetterQueueUrl, options.Value.RequestTimeout, time);
    private readonly SqsReceipts _receipts =
        new(sqs, options.Value.DeadLetterQueueUrl, options.Value.RequestTimeout, time);

    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maxMessages, CancellationToken cancellationToken)
    {
        var letters = await _receiver.ReceiveAsync(maxMessages, Wait, _options.DeadLetterVisibilityTimeout, cancellationToken);
        return [.. letters.OrderBy(letter => letter.SentAt)];
    }

    public Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken) =>
        _receipts.DeleteAsync(messages, cancellationToken);
}
