using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Aws;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>
/// Packs concurrent sends into requests within SQS's limits. A lone message leaves at once; messages that come while requests are
/// under way wait for each other, until they fill a request, a request ends, or the linger is over.
/// </summary>
internal sealed class SqsSendBatcher(IAmazonSQS sqs, SqsOptions options, TimeProvider time)
{
    public const int MaxEntries = 10;
    public const int MaxBytes = 1_048_576;

    private const int Attempts = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<PendingSend> _waiting = new();
    private long _waitingBytes;
    private int _inFlight;
    private bool _lingering;

    public async Task SendAsync(string body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var send = new PendingSend(body, cancellationToken);
        lock (_lock)
        {
            _waiting.Enqueue(send);
            _waitingBytes += send.Bytes;
        }

        StartBatches(evenSmall: false);
        await send.WaitAsync();
    }

    private void StartBatches(bool evenSmall)
    {
        while (TakeBatch(evenSmall) is { } batch)
        {
            _ = SendBatchAsync(batch);
        }
    }

    private List<PendingSend>? TakeBatch(bool evenSmall)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 || _inFlight == options.MaxSendsInFlight)
            {
                return null;
            }

            if (_inFlight > 0 && !evenSmall && _waiting.Count < MaxEntries && _waitingBytes < MaxBytes)
            {
                if (!_lingering)
                {
                    _ = LingerAsync();
                }

                return null;
            }

            var batch = new List<PendingSend>(MaxEntries);
            var bytes = 0;
            while (batch.Count < MaxEntries && _waiting.TryPeek(out var next) && bytes + next.Bytes <= MaxBytes)
            {
                _waiting.Dequeue();
                _waitingBytes -= next.Bytes;
                if (next.IsOver)
                {
                    continue;
                }

                bytes += next.Bytes;
                batch.Add(next);
            }

            _inFlight++;
            return batch;
        }
    }

    private async Task LingerAsync()
    {
        _lingering = true;
        await Task.Delay(options.SendLinger, time);
        lock (_lock)
        {
            _lingering = false;
        }

        StartBatches(evenSmall: true);
    }

    private async Task SendBatchAsync(List<PendingSend> batch)
    {
        try
        {
            await DeliverAsync(batch);
        }
        catch (Exception failure)
        {
            // Whatever it is, it belongs to the senders that wait; those that have their outcome already keep it.
            foreach (var send in batch)
            {
                send.Fail(failure);
            }
        }

        lock (_lock)
        {
            _inFlight--;
        }

        StartBatches(evenSmall: true);
    }

    /// <summary>Sends again only what SQS says it could not take just now. Trouble with a whole request has the SDK's retries.</summary>
    private async Task DeliverAsync(List<PendingSend> batch)
    {
        var pause = FirstPause;
        for (var attempt = 1; batch.Count > 0; attempt++)
        {
            var refusals = await RequestAsync(batch);
            batch = batch.FindAll(send => !send.IsOver);
            if (batch.Count == 0)
            {
                return;
            }

            if (attempt == Attempts)
            {
                throw new TransientStorageException($"The queue {options.QueueUrl} did not take {batch.Count} messages: {refusals}");
            }

            await Task.Delay(pause * Jitter(), time);
            pause *= 2;
        }
    }

    /// <summary>Settles what has an outcome; the rest may be tried again. Returns why SQS refused it.</summary>
    private async Task<string> RequestAsync(List<PendingSend> batch)
    {
        var request = new SendMessageBatchRequest { QueueUrl = options.QueueUrl, Entries = [.. batch.Select(send => send.Entry)] };
        for (var i = 0; i < batch.Count; i++)
        {
            request.Entries[i].Id = i.ToString(CultureInfo.InvariantCulture);
        }

        // No sender's own token: the others' messages must not go down with it.
        var response = await AwsCalls.CallAsync(
            $"The queue {options.QueueUrl}", options.RequestTimeout, time,
            token => sqs.SendMessageBatchAsync(request, token), CancellationToken.None);

        foreach (var taken in response.Successful ?? [])
        {
            SendOf(taken.Id).Succeed();
        }

        var refused = response.Failed ?? [];
        foreach (var fault in refused.Where(refusal => refusal.SenderFault == true))
        {
            SendOf(fault.Id).Fail(new PermanentStorageException($"SQS refuses a message: {fault.Code}: {fault.Message}"));
        }

        return string.Join(", ", refused.Select(refusal => refusal.Code).Distinct());

        PendingSend SendOf(string id) => batch[int.Parse(id, CultureInfo.InvariantCulture)];
    }

    // Between half and the whole of a pause, so that many processes don't come back in step.
#pragma warning disable CA5394 // Jitter needs no secrecy.
    private static double Jitter() => 0.5 + Random.Shared.NextDouble() / 2;
#pragma warning restore CA5394
}
