namespace Pipeline.Core.Ingestion.Queue;

/// <summary>
/// The part of an envelope that stays readable when its content is damaged. An envelope carries items of one producer, numbered
/// without gap, so that the drain side knows what was accepted and sees when something is missing. One without items is a
/// heartbeat: it says that its producer has assigned all numbers below <paramref name="Sequence"/> and that items numbered from
/// there on are received later than <paramref name="ReceivedAt"/>.
/// </summary>
/// <param name="Producer">The ingest process that numbered the items.</param>
/// <param name="Sequence">The number of the first item; the n-th item (from 0) has <c>Sequence + n</c>.</param>
/// <param name="Count">The number of items.</param>
/// <param name="ReceivedAt">When the first item was received. Grows with the producer's numbers.</param>
public sealed record EnvelopeHeader(Guid Producer, long Sequence, int Count, DateTimeOffset ReceivedAt)
{
    /// <summary>
    /// Numbers of items that the queue may not have taken and whose clients were told so: they are not accepted, and nobody has to
    /// wait for them.
    /// </summary>
    public IReadOnlyList<SequenceRange> Void { get; init; } = [];

    /// <summary>The producer's last word: it has ended and numbers nothing from <see cref="Sequence"/> on.</summary>
    public bool IsLast { get; init; }

    /// <summary>The numbers of the items.</summary>
    public SequenceRange Range => new(Sequence, Sequence + Count);
}
