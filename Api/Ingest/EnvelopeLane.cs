using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Api.Ingest;

/// <summary>
/// Sends one request after the other, each with as many of the waiting envelopes as a request holds. The other lanes have theirs under
/// way meanwhile.
/// </summary>
internal sealed class EnvelopeLane(IEventQueue queue, WaitingRoom room, Producer producer, SendHealth health)
{
    private readonly CompressionEstimate _estimate = new();

    /// <summary>Runs until the room is closed and empty, or until it is aborted.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await room.CollectAsync(_estimate.Capacity, cancellationToken) is { } drafts)
            {
                if (drafts.Count > 0)
                {
                    await SendAsync(drafts, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The shutdown's deadline has passed; the batcher fails what is left.
        }
    }

    private async Task SendAsync(IReadOnlyList<EnvelopeDraft> drafts, CancellationToken cancellationToken)
    {
        // The first envelope reports them.
        var voided = producer.TakeVoid();
        List<(EnvelopeDraft Draft, EncodedEnvelope Envelope)> sent;
        IReadOnlyList<Exception?> failures;
        try
        {
            sent = [.. drafts.SelectMany((draft, index) => Encode(draft, index == 0 ? voided : []), (draft, envelope) => (draft, envelope))];
            failures = await queue.SendAsync([.. sent.Select(one => one.Envelope)], cancellationToken);
        }
        catch (Exception failure)
        {
            // Any failure concerns only the requests that wait for these envelopes; the lane goes on for the others.
            health.Failed(failure);
            producer.AddVoid(voided);
            foreach (var draft in drafts)
            {
                Settle(draft, draft.Range, failure);
            }

            return;
        }

        if (failures[0] is not null)
        {
            producer.AddVoid(voided);
        }

        health.Report(failures);
        foreach (var ((draft, envelope), failure) in sent.Zip(failures))
        {
            Settle(draft, envelope.Header.Range, failure);
        }
    }

    private IReadOnlyList<EncodedEnvelope> Encode(EnvelopeDraft draft, IReadOnlyList<SequenceRange> voided)
    {
        if (draft.Count == 0)
        {
            return [EnvelopeCodec.EncodeHeartbeat(
                new EnvelopeHeader(producer.Id, draft.Range.Start, 0, draft.ReceivedAt) { Void = voided })];
        }

        var envelopes = EnvelopeCodec.Encode(producer.Id, draft.Range.Start, draft.ReceivedAt, draft.Order(), voided);
        _estimate.Learn(draft.Bytes, envelopes.Sum(envelope => envelope.Body.Length));
        return envelopes;
    }

    private void Settle(EnvelopeDraft draft, SequenceRange range, Exception? failure)
    {
        if (failure is not null)
        {
            producer.AddVoid([range]);
        }

        draft.Settle((int)range.Count, failure);
    }
}
