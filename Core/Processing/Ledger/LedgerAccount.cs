using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Core.Processing.Ledger;

/// <summary>
/// What is known of one producer: sums over the envelopes that have been posted, and which numbers are missing among theirs. It stays
/// small, because numbers that follow each other leave no trace: it grows with the holes, of which there are as many as the queue
/// delivers out of order.
/// </summary>
public sealed record LedgerAccount(Guid Producer)
{
    private const int MaxSurplus = 20;

    /// <summary>Grows with every write; 0 for an account that has not been written.</summary>
    public long Version { get; init; }

    /// <summary>The first number about which nothing is known. All before it are counted or lie in a hole.</summary>
    public long End { get; init; }

    public long Stored { get; init; }
    public long Duplicate { get; init; }
    public long Rejected { get; init; }
    public long Quarantined { get; init; }

    /// <summary>Numbers of gaps that are too old to be kept one by one.</summary>
    public long Lost { get; init; }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<LedgerHole> Holes { get; init; } = [];

    /// <summary>Sums by hour of receipt, ascending; as many as <see cref="LedgerHour.Kept"/> has.</summary>
    public IReadOnlyList<LedgerHour> Hours { get; init; } = [];

    /// <summary>Numbers of envelopes some of whose numbers had been counted before: the latest, at most <see cref="MaxSurplus"/>.</summary>
    public IReadOnlyList<SequenceRange> Surplus { get; init; } = [];

    /// <summary>The latest receipt time of an envelope; null before the first one.</summary>
    public DateTimeOffset? LatestReceivedAt { get; init; }

    /// <summary>The latest receipt time of an envelope with items, which a heartbeat has not; null before the first one.</summary>
    public DateTimeOffset? LatestItemAt { get; init; }

    /// <summary>What the producer received before this has been drained, except what is lost. Null when unknown.</summary>
    public DateTimeOffset? DrainedThrough { get; init; }

    /// <summary>When the last envelope that told something new was posted.</summary>
    public DateTimeOffset HeardAt { get; init; }

    /// <summary>Whether its last word has arrived.</summary>
    public bool HasEnded { get; init; }

    /// <summary>When it was found silent: it had not ended, and had not been heard from for too long.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>Whether something from it is still expected.</summary>
    public bool IsOpen => (!HasEnded && SilentSince is null) || Holes.Any(hole => hole.State == HoleState.InFlight);

    /// <summary>Nothing more is expected from it, and no hole is left that could be filled.</summary>
    public bool IsOver => !IsOpen && Holes.Count == 0;

    /// <summary>Numbers on their way.</summary>
    public long InFlight => Holes.Where(hole => hole.State == HoleState.InFlight).Sum(hole => hole.Range.Count);

    /// <summary>Numbers that are missing for good, as far as anyone can tell.</summary>
    public long Gap => Lost + Holes.Where(hole => hole.State == HoleState.Gap).Sum(hole => hole.Range.Count);

    /// <summary>
    /// The account with one envelope more. An envelope whose numbers are not all missing does not count: it, or another with its numbers,
    /// has been posted before. If only some of them are, it is a surplus: two processes number as the same producer.
    /// </summary>
    /// <param name="entry">What became of the envelope.</param>
    /// <param name="now">When holes that it reveals are first seen.</param>
    public LedgerAccount Post(LedgerEntry entry, DateTimeOffset now)
    {
        var account = this;
        var missing = CountMissing(entry.Range);
        if (missing == entry.Count)
        {
            account = account.ReachTo(entry.Sequence, now).Fill(entry);
        }
        else if (missing > 0 && !Surplus.Contains(entry.Range))
        {
            account = account with { Surplus = [.. Surplus.TakeLast(MaxSurplus - 1), entry.Range] };
        }

        foreach (var range in entry.Void)
        {
            account = account.ReachTo(range.End, now).AddVoid(range);
        }

        var isLater = LatestReceivedAt is null || entry.ReceivedAt > LatestReceivedAt;
        var isNews = isLater || !ReferenceEquals(account, this) || (entry.IsLast && !HasEnded);
        return !isNews ? this : (account with
        {
            LatestReceivedAt = isLater ? entry.ReceivedAt : LatestReceivedAt,
            HeardAt = now,
            HasEnded = HasEnded || entry.IsLast,
            SilentSince = null,
        }).Advance();
    }

    /// <summary>
    /// Gives up on what has been missing for too long: holes become gaps; a producer that was not heard from and has not ended becomes silent.
    /// </summary>
    /// <param name="drainedTo">Receipt time of something that has been drained: whatever was received before should have been, too.</param>
    /// <param name="listeningSince">Silence before this does not count: no drain was running.</param>
    /// <param name="gapAfter">How long is too long.</param>
    public LedgerAccount GiveUp(DateTimeOffset drainedTo, DateTimeOffset listeningSince, TimeSpan gapAfter)
    {
        var account = this;
        if (Holes.Any(IsLost))
        {
            account = (account with { Holes = [.. Holes.Select(hole => IsLost(hole) ? hole with { State = HoleState.Gap } : hole)] }).Advance();
        }

        var quietSince = HeardAt > listeningSince ? HeardAt : listeningSince;
        return !HasEnded && SilentSince is null && drainedTo - quietSince >= gapAfter ? account with { SilentSince = drainedTo } : account;

        bool IsLost(LedgerHole hole) => hole.State == HoleState.InFlight && drainedTo - hole.SeenAt >= gapAfter;
    }

    /// <summary>Stops keeping gaps and void numbers that were first missed before an instant; they can't be filled any more.</summary>
    public LedgerAccount Forget(DateTimeOffset before)
    {
        if (!Holes.Any(IsOld))
        {
            return this;
        }

        return this with
        {
            Lost = Lost + Holes.Where(hole => IsOld(hole) && hole.State == HoleState.Gap).Sum(hole => hole.Range.Count),
            Holes = [.. Holes.Where(hole => !IsOld(hole))],
        };

        bool IsOld(LedgerHole hole) => hole.State != HoleState.InFlight && hole.SeenAt < before;
    }

    private long CountMissing(SequenceRange range) =>
        range.CountShared(new SequenceRange(End, long.MaxValue)) + Holes.Sum(hole => hole.Range.CountShared(range));

    private LedgerAccount ReachTo(long number, DateTimeOffset now) => number <= End ? this : this with
    {
        End = number,
        Holes = [.. Holes, new LedgerHole(new SequenceRange(End, number), HoleState.InFlight, now, LatestReceivedAt)],
    };

    private LedgerAccount Fill(LedgerEntry entry) => entry.Count == 0 ? this : this with
    {
        End = Math.Max(End, entry.Range.End),
        Stored = Stored + entry.Stored,
        Duplicate = Duplicate + entry.Duplicate,
        Rejected = Rejected + entry.Rejected,
        Quarantined = Quarantined + entry.Quarantined,
        Hours = LedgerHour.Add(Hours, entry),
        LatestItemAt = LatestItemAt > entry.ReceivedAt ? LatestItemAt : entry.ReceivedAt,
        Holes = Holes.Count == 0 ? Holes : [.. Holes.SelectMany(hole => hole.Fill(entry.Range, entry.ReceivedAt))],
    };

    private LedgerAccount AddVoid(SequenceRange range) =>
        Holes.Any(hole => hole.State != HoleState.Void && hole.Range.CountShared(range) > 0)
            ? this with { Holes = [.. Holes.SelectMany(hole => hole.AddVoid(range))] }
            : this;

    // Once true it stays true: numbers are filled, never emptied.
    private LedgerAccount Advance()
    {
        var first = Holes.FirstOrDefault(hole => hole.State == HoleState.InFlight);
        var through = first is null ? LatestReceivedAt : first.ReceivedBefore;
        return DrainedThrough is null || through > DrainedThrough ? this with { DrainedThrough = through } : this;
    }
}
