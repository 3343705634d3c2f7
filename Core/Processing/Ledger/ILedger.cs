namespace Pipeline.Core.Processing.Ledger;

/// <summary>
/// Conservation of events: accepted = stored + duplicate + rejected + quarantined + in flight + gap. What was accepted is known from the
/// producers' sequence numbers alone, which start at 0; the ingest side reports nothing.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Records what became of whole envelopes, keyed by (producer, sequence): recording one again replaces it, unless it has
    /// been folded (<see cref="CompactAsync"/>) and so counts already.
    /// </summary>
    Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Sums over all producers. Numbers missing in a producer's sequence are in flight while the envelope after them was
    /// received later than <paramref name="gapBefore"/>, and a gap once it was received before.
    /// </summary>
    Task<LedgerTotals> GetTotalsAsync(DateTimeOffset gapBefore, CancellationToken cancellationToken);

    /// <summary>
    /// The receipt time up to which no item is known to be missing: the latest recorded, or, while some producer's numbers are
    /// missing, that of the envelope before the hole, the earliest of these. Null when nothing is recorded, or when a hole has no
    /// envelope before it. A hole that is a gap by now (<see cref="GetTotalsAsync"/>) holds nothing up any more.
    /// </summary>
    Task<DateTimeOffset?> GetDrainedThroughAsync(DateTimeOffset gapBefore, CancellationToken cancellationToken);

    /// <summary>
    /// Folds runs of entries without a gap that were received before <paramref name="before"/> into one entry each, without
    /// changing any total. Returns how many entries were removed.
    /// </summary>
    Task<int> CompactAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
