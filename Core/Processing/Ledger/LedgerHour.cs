namespace Pipeline.Core.Processing.Ledger;

/// <summary>What became of the items that one producer received in one hour of UTC, as far as its envelopes have been posted.</summary>
public sealed record LedgerHour(DateTimeOffset Hour)
{
    /// <summary>How long an account keeps its hours, counted back from its latest one.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public long Stored { get; init; }
    public long Duplicate { get; init; }
    public long Rejected { get; init; }
    public long Quarantined { get; init; }

    /// <summary>An account's hours, ascending, with one envelope more and without those that are too old.</summary>
    public static IReadOnlyList<LedgerHour> Add(IReadOnlyList<LedgerHour> hours, LedgerEntry entry)
    {
        var hour = UtcHour.Of(entry.ReceivedAt);
        var latest = hours.Count == 0 || hours[^1].Hour < hour ? hour : hours[^1].Hour;
        if (hour <= latest - Kept)
        {
            return hours;
        }

        var before = hours.FirstOrDefault(known => known.Hour == hour) ?? new LedgerHour(hour);
        var after = before with
        {
            Stored = before.Stored + entry.Stored,
            Duplicate = before.Duplicate + entry.Duplicate,
            Rejected = before.Rejected + entry.Rejected,
            Quarantined = before.Quarantined + entry.Quarantined,
        };
        return
        [
            .. hours.Where(known => known.Hour < hour && known.Hour > latest - Kept),
            after,
            .. hours.Where(known => known.Hour > hour),
        ];
    }
}
