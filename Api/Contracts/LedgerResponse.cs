using Pipeline.Core.Processing.Ledger;

namespace Pipeline.Api.Contracts;

/// <summary>The ledger by hour of receipt and producer.</summary>
/// <param name="Totals">The sum of all rows in the range.</param>
/// <param name="Rows">Latest hour first, then by producer; at most <c>limit</c>.</param>
/// <param name="Total">How many rows there are.</param>
internal sealed record LedgerResponse(LedgerTotals Totals, IReadOnlyList<LedgerResponse.Row> Rows, int Total)
{
    public static LedgerResponse Of(LedgerReport report, int limit) =>
        new(report.Totals, [.. report.Rows.Take(limit).Select(Row.Of)], report.Rows.Count);

    /// <summary>accepted = stored + duplicate + rejected + quarantined + inFlight + gap.</summary>
    /// <param name="Hour">Start of the hour of UTC in which the items were received.</param>
    /// <param name="Producer">The ingest process that accepted them.</param>
    /// <param name="Accepted">Items whose clients were answered 202.</param>
    /// <param name="Stored">Stored, by the drain or by a retry.</param>
    /// <param name="Duplicate">Stored before by another request.</param>
    /// <param name="Rejected">In quarantine because they break a rule.</param>
    /// <param name="Quarantined">In quarantine because they could not be stored.</param>
    /// <param name="InFlight">Not drained yet.</param>
    /// <param name="Gap">Missing for longer than any retry takes.</param>
    internal sealed record Row(
        DateTimeOffset Hour,
        Guid Producer,
        long Accepted,
        long Stored,
        long Duplicate,
        long Rejected,
        long Quarantined,
        long InFlight,
        long Gap)
    {
        public static Row Of(LedgerRow row) => new(
            row.Hour,
            row.Producer,
            row.Totals.Accepted,
            row.Totals.Stored,
            row.Totals.Duplicate,
            row.Totals.Rejected,
            row.Totals.Quarantined,
            row.Totals.InFlight,
            row.Totals.Gap);
    }
}
