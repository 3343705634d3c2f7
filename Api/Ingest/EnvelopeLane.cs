using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Api.Ingest;

/// <summary>
/// One producer: sends strictly one envelope after the other, so that its sequence has no gap. After a send that failed, and may
/// yet have arrived, it goes on as a new producer instead of guessing where the old sequence ended.
/// </summary>
internal sealed class EnvelopeLane(IEventQueue queue, WaitingRoom room, SendHealth health)
{
    private readonly CompressionEstimate _estimate = new();
    private Guid _producer = Guid.NewGuid();
    private long _sequence;

    /// <summary>Runs until the room is closed and empty, or until it is aborted.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await room.CollectAsync(_estimate.Capacity, cancellationToken) is { } draft)
            {
                await SendAsync(draft, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The shutdown's deadline has passed; the batcher fails what is left.
        }
    }

    private async Task SendAsync(EnvelopeDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Count == 0)
        {
            return;
        }

        try
        {
            var envelopes = EnvelopeCodec.Encode(_producer, _sequence, draft.ReceivedAt, draft.Order());
            _estimate.Learn(draft.Bytes, envelopes.Sum(envelope => envelope.Body.Length));
            foreach (var envelope in envelopes)
            {
                await queue.SendAsync(envelope.Body, cancellationToken);
                _sequence += envelope.Header.Count;
                draft.Settle(envelope.Header.Count);
            }

            health.Succeeded();
        }
        catch (Exception failure)
        {
            // Whatever it is, it belongs to the requests that wait for this envelope; the lane goes on for the others.
            health.Failed(failure);
            _producer = Guid.NewGuid();
            _sequence = 0;
            draft.Fail(failure);
        }
    }
}
