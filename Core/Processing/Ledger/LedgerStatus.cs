using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Core.Processing.Ledger;

/// <summary>What the ledger says now.</summary>
/// <param name="Totals">Sums over all producers.</param>
/// <param name="DrainedThrough">
/// What any producer received before this has been drained, except what is lost: the earliest time of all producers from which something is
/// expected, or the latest receipt time if there are none. Null when unknown.
/// </param>
/// <param name="LatestReceivedAt">When the latest of all that has been drained was received, probes and heartbeats included; null before the first.</param>
/// <param name="LatestItemAt">When the latest event or profile that has been drained was received; null before the first one.</param>
/// <param name="SilentProducers">Producers that fell silent without a last word, the latest heard of first; at most <see cref="MaxSilent"/>.</param>
public sealed record LedgerStatus(
    LedgerTotals Totals,
    DateTimeOffset? DrainedThrough,
    DateTimeOffset? LatestReceivedAt,
    DateTimeOffset? LatestItemAt,
    IReadOnlyList<SilentProducer> SilentProducers)
{
    public const int MaxSilent = 100;

    public static LedgerStatus Of(
        IReadOnlyCollection<LedgerAccount> accounts, ClosedAccounts closed, IReadOnlyCollection<MovedItems> moved)
    {
        var open = accounts.Where(account => account.IsOpen).ToList();
        var latest = accounts.Select(account => account.LatestReceivedAt).Append(closed.LatestReceivedAt).Max();
        return new LedgerStatus(
            LedgerTotals.Of(accounts, closed).Move(moved),
            open.Count == 0 ? latest
                : open.Exists(account => account.DrainedThrough is null) ? null
                : open.Min(account => account.DrainedThrough),
            latest,
            accounts.Select(account => account.LatestItemAt).Append(closed.LatestItemAt).Max(),
            [.. accounts
                .Where(account => account.SilentSince is not null)
                .OrderByDescending(account => account.LatestReceivedAt)
                .Take(MaxSilent)
                .Select(account => new SilentProducer(account.Producer, account.End, account.LatestReceivedAt))]);
    }
}

/// <summary>accepted = stored + duplicate + rejected + quarantined + in flight + gap, always.</summary>
public sealed record LedgerTotals(
    long Accepted, long Stored, long Duplicate, long Rejected, long Quarantined, long InFlight, long Gap)
{
    /// <summary>With what retries have moved. Accounts never learn of it, so it does not matter whether they are still kept.</summary>
    public LedgerTotals Move(IEnumerable<MovedItems> moved) => moved.Aggregate(this, (totals, items) => totals with
    {
        Stored = totals.Stored + items.Stored,
        Duplicate = totals.Duplicate + items.Duplicate,
        Rejected = totals.Rejected - (items.From == QuarantineAccount.Rejected ? items.Stored + items.Duplicate : 0),
        Quarantined = totals.Quarantined - (items.From == QuarantineAccount.Quarantined ? items.Stored + items.Duplicate : 0),
    });

    public static LedgerTotals Of(IReadOnlyCollection<LedgerAccount> accounts, ClosedAccounts closed)
    {
        var stored = closed.Stored + accounts.Sum(account => account.Stored);
        var duplicate = closed.Duplicate + accounts.Sum(account => account.Duplicate);
        var rejected = closed.Rejected + accounts.Sum(account => account.Rejected);
        var quarantined = closed.Quarantined + accounts.Sum(account => account.Quarantined);
        var inFlight = accounts.Sum(account => account.InFlight);
        var gap = closed.Lost + accounts.Sum(account => account.Gap);
        return Of(stored, duplicate, rejected, quarantined, inFlight, gap);
    }

    public static LedgerTotals Of(long stored, long duplicate, long rejected, long quarantined, long inFlight, long gap) =>
        new(stored + duplicate + rejected + quarantined + inFlight + gap, stored, duplicate, rejected, quarantined, inFlight, gap);

    public LedgerTotals Add(LedgerTotals other) => Of(
        Stored + other.Stored,
        Duplicate + other.Duplicate,
        Rejected + other.Rejected,
        Quarantined + other.Quarantined,
        InFlight + other.InFlight,
        Gap + other.Gap);
}

/// <summary>A producer that has not been heard from for too long; what it accepted since then may be lost.</summary>
/// <param name="Producer">The producer.</param>
/// <param name="Items">How many items it is known to have numbered.</param>
/// <param name="LastReceivedAt">The receipt time of its last known envelope.</param>
public sealed record SilentProducer(Guid Producer, long Items, DateTimeOffset? LastReceivedAt);
