namespace Pipeline.Core.Processing.Ledger;

/// <summary>The sum of all accounts that are no longer kept. One for the whole ledger.</summary>
public sealed record ClosedAccounts
{
    /// <summary>Grows with every write; 0 before the first one.</summary>
    public long Version { get; init; }

    public long Stored { get; init; }
    public long Duplicate { get; init; }
    public long Rejected { get; init; }
    public long Quarantined { get; init; }
    public long Lost { get; init; }

    /// <summary>The latest receipt time of any of their envelopes.</summary>
    public DateTimeOffset? LatestReceivedAt { get; init; }

    /// <inheritdoc cref="LedgerAccount.LatestItemAt"/>
    public DateTimeOffset? LatestItemAt { get; init; }

    /// <summary>
    /// The producers that the last write added. Their accounts may still exist but no longer count; once they are gone, the
    /// next write forgets them.
    /// </summary>
    public IReadOnlyList<Guid> Closing { get; init; } = [];

    /// <summary>The sum with more accounts added; they have no holes, and no other accounts are being closed.</summary>
    public ClosedAccounts Add(IReadOnlyCollection<LedgerAccount> accounts) => this with
    {
        Stored = Stored + accounts.Sum(account => account.Stored),
        Duplicate = Duplicate + accounts.Sum(account => account.Duplicate),
        Rejected = Rejected + accounts.Sum(account => account.Rejected),
        Quarantined = Quarantined + accounts.Sum(account => account.Quarantined),
        Lost = Lost + accounts.Sum(account => account.Lost),
        LatestReceivedAt = accounts.Select(account => account.LatestReceivedAt).Append(LatestReceivedAt).Max(),
        LatestItemAt = accounts.Select(account => account.LatestItemAt).Append(LatestItemAt).Max(),
        Closing = [.. accounts.Select(account => account.Producer)],
    };
}
