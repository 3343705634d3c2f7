using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Storage.Aws;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>The queue in production: a standard queue of SQS, with any number of senders and receivers.</summary>
public sealed class SqsEventQueue : IEventQueue
{
    private static readonly TimeSpan LongestVisibility = TimeSpan.FromHours(12);

    private readonly IAmazonSQS _sqs;
    private readonly SqsOptions _options;
    private readonly TimeSpan _visibility;
    private readonly TimeProvider _time;
    private readonly SqsSender _sender;
    private readonly SqsReceiver _receiver;
    private readonly SqsReceipts _receipts;

    public SqsEventQueue(IAmazonSQS sqs, IOptions<SqsOptions> options, IOptions<QueueOptions> queueOptions, TimeProvider time)
    {
        _sqs = sqs;
        _options = options.Value;
        _visibility = queueOptions.Value.VisibilityTimeout;
        _time = time;
        _sender = new SqsSender(sqs, _options, time);
        _receiver = new SqsReceiver(sqs, _options.QueueUrl, _options.RequestTimeout, time);
        _receipts = new SqsReceipts(sqs, _options.QueueUrl, _options.RequestTimeout, time);
    }

    public Task<IReadOnlyList<PipelineException?>> SendAsync(
        IReadOnlyList<EncodedEnvelope> envelopes, CancellationToken cancellationToken)
    {
        foreach (var envelope in envelopes)
        {
            ArgumentException.ThrowIfNullOrEmpty(envelope.Body, nameof(envelopes));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(envelope.Body.Length, EnvelopeCodec.MaxBodyLength, nameof(envelopes));
        }

        return _sender.SendAsync(envelopes, cancellationToken);
    }

    public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maxMessages, TimeSpan wait, CancellationToken cancellationToken) =>
        _receiver.ReceiveAsync(maxMessages, wait, _visibility, cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken) =>
        _receipts.DeleteAsync(messages, cancellationToken);

    public Task ChangeVisibilityAsync(
        IReadOnlyCollection<QueueMessage> messages, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, LongestVisibility);
        return _receipts.ChangeVisibilityAsync(messages, timeout, cancellationToken);
    }

    public async Task<QueueStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(
            CountAsync(_options.QueueUrl, cancellationToken), CountAsync(_options.DeadLetterQueueUrl, cancellationToken));
        var (visible, inFlight) = counts[0];
        return new QueueStatus(
            visible,
            inFlight,
            visible + inFlight == 0 ? null : _receiver.OldestSentAt,
            counts[1].Visible + counts[1].InFlight);
    }

    private async Task<(long Visible, long InFlight)> CountAsync(string queueUrl, CancellationToken cancellationToken)
    {
        List<string> names =
        [
            QueueAttributeName.ApproximateNumberOfMessages,
            QueueAttributeName.ApproximateNumberOfMessagesDelayed,
            QueueAttributeName.ApproximateNumberOfMessagesNotVisible,
        ];
        var response = await AwsCalls.CallAsync(
            $"The queue {queueUrl}", _options.RequestTimeout, _time,
            token => _sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest(queueUrl, names), token), cancellationToken);

        return (Count(names[0]) + Count(names[1]), Count(names[2]));

        long Count(string name) => long.Parse(response.Attributes[name], CultureInfo.InvariantCulture);
    }
}
