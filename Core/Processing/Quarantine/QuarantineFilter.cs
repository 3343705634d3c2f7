namespace Pipeline.Core.Processing.Quarantine;

/// <summary>Which entries are meant; what is null or empty does not restrict them.</summary>
public sealed record QuarantineFilter
{
    /// <summary>At most <see cref="MaxIds"/>.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    public QuarantineState? State { get; init; }

    /// <summary>The exact code.</summary>
    public string? Reason { get; init; }

    public QuarantineSource? Source { get; init; }

    public QuarantineKind? Kind { get; init; }

    /// <summary>First seen at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>First seen before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Literally a part of id, detail or payload, ignoring ASCII case.</summary>
    public string? Text { get; init; }

    public const int MaxIds = 1_000;
}

/// <summary>A place in the list of entries, latest first: everything up to this entry has been shown.</summary>
public sealed record QuarantinePosition(DateTimeOffset FirstSeenAt, string Id)
{
    public static QuarantinePosition After(QuarantineEntry entry) => new(entry.FirstSeenAt, entry.Id);
}

/// <summary>How many entries of a state have a reason.</summary>
/// <param name="Reason">The code.</param>
/// <param name="State">The state.</param>
/// <param name="Count">How many.</param>
/// <param name="FirstSeenAt">The oldest one's.</param>
/// <param name="LastSeenAt">When one of them last failed.</param>
public sealed record QuarantineGroup(
    string Reason, QuarantineState State, long Count, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt);

/// <summary>Items that retries have moved out of a sum of the ledger.</summary>
/// <param name="From">Where the ledger's accounts still have them.</param>
/// <param name="Stored">How many are now stored.</param>
/// <param name="Duplicate">How many turned out to be duplicates.</param>
public sealed record MovedItems(QuarantineAccount From, long Stored, long Duplicate);

/// <param name="Producer">The producer of the items.</param>
/// <param name="Hour">The start of the hour in which they were received.</param>
/// <param name="Items">What was moved.</param>
public sealed record MovedHour(Guid Producer, DateTimeOffset Hour, MovedItems Items);

/// <summary>What a retry has done so far.</summary>
/// <param name="Reason">The reason for which entries had been set aside before, or fail now.</param>
/// <param name="Stored">Entries that it stored.</param>
/// <param name="Duplicate">Entries that had been stored before.</param>
/// <param name="Failed">Entries that failed again.</param>
/// <param name="Waiting">Entries that it has claimed and not tried yet.</param>
public sealed record RetryCounts(string Reason, long Stored, long Duplicate, long Failed, long Waiting);
