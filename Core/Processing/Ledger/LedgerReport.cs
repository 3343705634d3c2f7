using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Core.Processing.Ledger;

/// <summary>The ledger by hour of receipt and producer.</summary>
/// <param name="Rows">Latest hour first, then by producer. What is missing counts in the hour of the last envelope before it.</param>
/// <param name="Totals">The sum of the rows.</param>
public sealed record LedgerReport(IReadOnlyList<LedgerRow> Rows, LedgerTotals Totals)
{
    /// <param name="accounts">The accounts, with every entry posted.</param>
    /// <param name="moved">What retries have moved.</param>
    /// <param name="isMeant">Which hours are asked for.</param>
    public static LedgerReport Of(
        IEnumerable<LedgerAccount> accounts, IEnumerable<MovedHour> moved, Func<DateTimeOffset, bool> isMeant)
    {
        var movedItems = moved.ToLookup(items => (items.Hour, items.Producer), items => items.Items);
        List<LedgerRow> rows =
        [
            .. accounts.SelectMany(account => RowsOf(account).Where(row => isMeant(row.Hour)))
                .Select(row => row with { Totals = row.Totals.Move(movedItems[(row.Hour, row.Producer)]) })
                .OrderByDescending(row => row.Hour).ThenBy(row => row.Producer),
        ];
        return new LedgerReport(rows, rows.Aggregate(new LedgerTotals(0, 0, 0, 0, 0, 0, 0), (sum, row) => sum.Add(row.Totals)));
    }

    private static IEnumerable<LedgerRow> RowsOf(LedgerAccount account)
    {
        var hours = account.Hours.ToDictionary(hour => hour.Hour);
        var missing = account.Holes
            .Where(hole => hole.State != HoleState.Void)
            .ToLookup(hole => UtcHour.Of(hole.ReceivedBefore ?? hole.SeenAt));
        return hours.Keys.Union(missing.Select(hour => hour.Key)).Select(hour =>
        {
            var sums = hours.GetValueOrDefault(hour) ?? new LedgerHour(hour);
            var gap = missing[hour].Where(hole => hole.State == HoleState.Gap).Sum(hole => hole.Range.Count);
            var inFlight = missing[hour].Where(hole => hole.State == HoleState.InFlight).Sum(hole => hole.Range.Count);
            return new LedgerRow(
                hour,
                account.Producer,
                LedgerTotals.Of(sums.Stored, sums.Duplicate, sums.Rejected, sums.Quarantined, inFlight, gap));
        });
    }
}

/// <param name="Hour">Start of the hour of UTC.</param>
/// <param name="Producer">The producer.</param>
/// <param name="Totals">What became of the items that it received in that hour.</param>
public sealed record LedgerRow(DateTimeOffset Hour, Guid Producer, LedgerTotals Totals);
