namespace Pipeline.Core.Processing.Ledger.Mongo;

/// <summary>A stretch of one producer's numbers without a gap: an envelope, or several that were folded.</summary>
/// <param name="Sequence">The first number.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="Stored">Items stored.</param>
/// <param name="Duplicate">Items that another envelope had stored.</param>
/// <param name="Rejected">Items that break a rule.</param>
/// <param name="Quarantined">Items that were given up on.</param>
/// <param name="FirstReceivedAt">Receipt time of the first envelope; it decides about the numbers missing before it.</param>
/// <param name="LastReceivedAt">Receipt time of the last envelope.</param>
internal sealed record LedgerSpan(
    long Sequence,
    long Count,
    long Stored,
    long Duplicate,
    long Rejected,
    long Quarantined,
    DateTimeOffset FirstReceivedAt,
    DateTimeOffset LastReceivedAt)
{
    /// <summary>The first number after it.</summary>
    public long End => Sequence + Count;

    /// <summary>This and the span right after it as one.</summary>
    public LedgerSpan Join(LedgerSpan next) => new(
        Sequence,
        Count + next.Count,
        Stored + next.Stored,
        Duplicate + next.Duplicate,
        Rejected + next.Rejected,
        Quarantined + next.Quarantined,
        FirstReceivedAt,
        next.LastReceivedAt);
}
