using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Aws;
using Polly;
using Polly.Retry;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>
/// Sends bodies in requests within SQS's limits, all of them concurrently. Entries that SQS could not take just now are sent
/// again alone; when a whole request fails, the SDK retries it.
/// </summary>
internal sealed class SqsSender
{
    public const int MaxEntries = 10;
    public const int MaxBytes = 1_048_576;

    private const int Retries = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly IAmazonSQS _sqs;
    private readonly SqsOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<IReadOnlyList<Send>> _retry;

    public SqsSender(IAmazonSQS sqs, SqsOptions options, TimeProvider time)
    {
        (_sqs, _options, _time) = (sqs, options, time);
        _retry = new ResiliencePipelineBuilder<IReadOnlyList<Send>> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<IReadOnlyList<Send>>
            {
                ShouldHandle = refused => ValueTask.FromResult(refused.Outcome.Result is { Count: > 0 }),
                MaxRetryAttempts = Retries,
                Delay = FirstPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
    }

    /// <inheritdoc cref="IEventQueue.SendAsync"/>
    public async Task<IReadOnlyList<PipelineException?>> SendAsync(
        IReadOnlyList<EncodedEnvelope> envelopes, CancellationToken cancellationToken)
    {
        Send[] sends = [.. envelopes.Select((envelope, index) => new Send(envelope.Body, index))];
        await Task.WhenAll(Requests(sends).Select(request => DeliverAsync(request, cancellationToken)));
        return Array.ConvertAll(sends, send => send.Failure);
    }

    private static IEnumerable<IReadOnlyList<Send>> Requests(IEnumerable<Send> sends)
    {
        var (request, bytes) = (new List<Send>(MaxEntries), 0);
        foreach (var send in sends)
        {
            if (request.Count == MaxEntries || bytes + send.Bytes > MaxBytes)
            {
                yield return request;
                (request, bytes) = (new List<Send>(MaxEntries), 0);
            }

            request.Add(send);
            bytes += send.Bytes;
        }

        if (request.Count > 0)
        {
            yield return request;
        }
    }

    private async Task DeliverAsync(IReadOnlyList<Send> request, CancellationToken cancellationToken)
    {
        var left = request;
        try
        {
            await _retry.ExecuteAsync(async token => left = await RequestAsync(left, token), cancellationToken);
        }
        catch (TransientStorageException failure)
        {
            foreach (var send in left)
            {
                send.Failure = failure;
            }
        }
    }

    /// <summary>Notes the outcome of each. Returns those that SQS could not take just now.</summary>
    private async Task<IReadOnlyList<Send>> RequestAsync(IReadOnlyList<Send> sends, CancellationToken cancellationToken)
    {
        var request = new SendMessageBatchRequest { QueueUrl = _options.QueueUrl, Entries = [.. sends.Select(send => send.Entry)] };
        var response = await AwsCalls.CallAsync(
            $"The queue {_options.QueueUrl}", _options.RequestTimeout, _time,
            token => _sqs.SendMessageBatchAsync(request, token), cancellationToken);

        var refusals = (response.Failed ?? []).ToDictionary(refusal => refusal.Id);
        foreach (var send in sends)
        {
            send.Failure = refusals.GetValueOrDefault(send.Entry.Id) switch
            {
                null => null,
                { SenderFault: true } fault => new PermanentStorageException($"SQS refuses a message: {fault.Code}: {fault.Message}"),
                var refusal => new TransientStorageException($"The queue {_options.QueueUrl} did not take a message: {refusal.Code}"),
            };
        }

        return [.. sends.Where(send => send.Failure is TransientStorageException)];
    }

    /// <summary>One body on its way, and its last outcome.</summary>
    private sealed class Send
    {
        public Send(string body, int index)
        {
            (Entry, Bytes) = SqsBody.Encode(body);
            Entry.Id = index.ToString(CultureInfo.InvariantCulture);
        }

        public SendMessageBatchRequestEntry Entry { get; }

        public int Bytes { get; }

        public PipelineException? Failure { get; set; }
    }
}
