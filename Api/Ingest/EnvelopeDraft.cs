using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Api.Ingest;

/// <summary>Items collected for one envelope, and the batches they come from.</summary>
internal sealed class EnvelopeDraft(int capacityBytes)
{
    private readonly List<Part> _parts = [];
    private int _settledParts;

    public int Count { get; private set; }
    public int Bytes { get; private set; }
    public bool IsFull => Bytes >= capacityBytes || Count >= EnvelopeCodec.MaxItems;

    /// <summary>When the first item was received.</summary>
    public DateTimeOffset ReceivedAt { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>The items' numbers; set when the draft is complete.</summary>
    public SequenceRange Range { get; private set; }

    /// <summary>
    /// Whether the rest of a batch goes into this envelope. A batch that would fit into one envelope is not spread over two: if
    /// the second were lost, its client would have to resend what the first has delivered.
    /// </summary>
    public bool HasRoomFor(IngestBatch batch, int first) =>
        Count == 0 || first > 0 || (Bytes + batch.Bytes <= capacityBytes && Count + batch.Count <= EnvelopeCodec.MaxItems);

    /// <summary>Takes items of <paramref name="batch"/> from <paramref name="first"/> on; returns the first that found no room.</summary>
    public int Take(IngestBatch batch, int first)
    {
        var next = first;
        for (; next < batch.Count && !IsFull; next++)
        {
            Bytes += batch[next].Json.Length;
            Count++;
        }

        if (next > first)
        {
            _parts.Add(new Part(batch, first, next - first));
        }

        if (batch.ReceivedAt < ReceivedAt)
        {
            ReceivedAt = batch.ReceivedAt;
        }

        return next;
    }

    /// <summary>Gives a complete draft its numbers and its final receipt time, both greater than those of the one before it.</summary>
    public void Complete(SequenceRange range, DateTimeOffset receivedAt) => (Range, ReceivedAt) = (range, receivedAt);

    /// <summary>The items in the codec's order, events before profiles, in which <see cref="Settle"/> counts them too.</summary>
    public IReadOnlyList<EnvelopeItem> Order()
    {
        var ordered = _parts.OrderBy(part => part.Batch.Kind).ToList();
        _parts.Clear();
        _parts.AddRange(ordered);
        var items = new List<EnvelopeItem>(Count);
        foreach (var part in _parts)
        {
            for (var n = 0; n < part.Count; n++)
            {
                items.Add(part.Batch[part.First + n]);
            }
        }

        return items;
    }

    /// <summary>Reports the next <paramref name="count"/> items as taken by the queue or, with a failure, as perhaps not taken.</summary>
    public void Settle(int count, Exception? failure)
    {
        while (count > 0)
        {
            var part = _parts[_settledParts];
            var settled = Math.Min(count, part.Count);
            count -= settled;
            if (settled == part.Count)
            {
                _settledParts++;
            }
            else
            {
                _parts[_settledParts] = part with { First = part.First + settled, Count = part.Count - settled };
            }

            part.Batch.Settle(settled, failure);
        }
    }

    private readonly record struct Part(IngestBatch Batch, int First, int Count);
}
