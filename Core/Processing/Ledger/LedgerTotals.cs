namespace Pipeline.Core.Processing.Ledger;

/// <summary>accepted = stored + duplicate + rejected + quarantined + in flight + gap, always.</summary>
public sealed record LedgerTotals(
    long Accepted, long Stored, long Duplicate, long Rejected, long Quarantined, long InFlight, long Gap);
