using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Aws;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>Operations on the deliveries of one queue, in groups of ten: as many as SQS takes in one request.</summary>
internal sealed class SqsReceipts(IAmazonSQS sqs, string queueUrl, TimeSpan timeout, TimeProvider time)
{
    private const int MaxEntries = 10;

    /// <summary>Concurrent requests of one call: an extension for thousands of messages must leave connections for others.</summary>
    private const int MaxRequests = 8;

    public Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken) =>
        InTensAsync(messages, async (tens, token) =>
        {
            var entries = tens.Select((message, i) => new DeleteMessageBatchRequestEntry(Id(i), message.Receipt)).ToList();
            return (await sqs.DeleteMessageBatchAsync(queueUrl, entries, token)).Failed;
        }, cancellationToken);

    public Task ChangeVisibilityAsync(
        IReadOnlyCollection<QueueMessage> messages, TimeSpan visibility, CancellationToken cancellationToken) =>
        InTensAsync(messages, async (tens, token) =>
        {
            var entries = tens
                .Select((message, i) => new ChangeMessageVisibilityBatchRequestEntry(Id(i), message.Receipt)
                {
                    VisibilityTimeout = SqsTime.WholeSeconds(visibility),
                })
                .ToList();
            return (await sqs.ChangeMessageVisibilityBatchAsync(queueUrl, entries, token)).Failed;
        }, cancellationToken);

    /// <summary>If one request fails, the others are still made.</summary>
    private async Task InTensAsync(
        IReadOnlyCollection<QueueMessage> messages,
        Func<QueueMessage[], CancellationToken, Task<List<BatchResultErrorEntry>?>> request,
        CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(MaxRequests);
        await Task.WhenAll(messages.Chunk(MaxEntries).Select(SettleInTurnAsync));

        async Task SettleInTurnAsync(QueueMessage[] tens)
        {
            await slots.WaitAsync(cancellationToken);
            try
            {
                await SettleAsync(tens, request, cancellationToken);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private async Task SettleAsync(
        QueueMessage[] messages,
        Func<QueueMessage[], CancellationToken, Task<List<BatchResultErrorEntry>?>> request,
        CancellationToken cancellationToken)
    {
        var failed = await TryAsync(messages);
        if (failed.Count > 0)
        {
            failed = await TryAsync([.. failed.Select(failure => messages[int.Parse(failure.Id, CultureInfo.InvariantCulture)])]);
        }

        if (failed.Count > 0)
        {
            throw new TransientStorageException($"The queue {queueUrl} failed for {failed.Count} receipts: {failed[0].Code}");
        }

        async Task<List<BatchResultErrorEntry>> TryAsync(QueueMessage[] some)
        {
            var errors = await AwsCalls.CallAsync(
                $"The queue {queueUrl}", timeout, time, token => request(some, token), cancellationToken);
            return errors is null ? [] : errors.FindAll(error => !IsStale(error));
        }
    }

    // The receipt is of an older delivery, has expired, or its message is gone: others work on it, or nobody needs to. The timeout,
    // which an invalid parameter could also be, was checked before.
    private static bool IsStale(BatchResultErrorEntry error) =>
        error.Code.EndsWith("ReceiptHandleIsInvalid", StringComparison.Ordinal)
        || error.Code.EndsWith("MessageNotInflight", StringComparison.Ordinal)
        || error.Code.EndsWith("InvalidParameterValue", StringComparison.Ordinal);

    private static string Id(int index) => index.ToString(CultureInfo.InvariantCulture);
}
