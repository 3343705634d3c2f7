using Amazon.SQS.Model;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>A message on its way into a batch, and what its sender waits for.</summary>
internal sealed class PendingSend
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _cancellation;

    public PendingSend(string body, CancellationToken cancellationToken)
    {
        (Entry, Bytes) = SqsBody.Encode(body);
        _cancellation = cancellationToken;
    }

    public SendMessageBatchRequestEntry Entry { get; }

    public int Bytes { get; }

    /// <summary>Nobody waits any more, or the outcome is known.</summary>
    public bool IsOver => _cancellation.IsCancellationRequested || _settled.Task.IsCompleted;

    /// <summary>Ends with the outcome, or with the sender's cancellation, which calls back nothing that is on the wire.</summary>
    public Task WaitAsync() => _settled.Task.WaitAsync(_cancellation);

    public void Succeed() => _settled.TrySetResult();

    public void Fail(Exception failure)
    {
        // An exception that nobody waits for would be reported as forgotten.
        if (!_cancellation.IsCancellationRequested)
        {
            _settled.TrySetException(failure);
        }
    }
}
