using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Processing.Quarantine;

/// <summary>What could not be stored, kept with its reason until an operator has dealt with it.</summary>
/// <exception cref="TransientStorageException">Every method: the store is not usable now.</exception>
public interface IQuarantineStore
{
    /// <summary>
    /// Adds entries; an entry whose id exists already stays as it is, so a repeat is harmless. Returns the new ones.
    /// </summary>
    Task<IReadOnlyList<QuarantineEntry>> AddAsync(IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken);

    /// <summary>Null when there is no such entry.</summary>
    Task<QuarantineEntry?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Those of these entries that exist, in any order.</summary>
    Task<IReadOnlyList<QuarantineEntry>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Latest first, those behind <paramref name="after"/>.</summary>
    Task<IReadOnlyList<QuarantineEntry>> ListAsync(
        QuarantineFilter filter, QuarantinePosition? after, int limit, CancellationToken cancellationToken);

    Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellationToken);

    /// <summary>Counts by reason and state, most first.</summary>
    Task<IReadOnlyList<QuarantineGroup>> GroupAsync(QuarantineFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Hands open entries that the filter lets through to a retry, except those that it has tried already: safe to repeat. Each entry goes
    /// to one retry only.
    /// </summary>
    /// <returns>How many were handed over now.</returns>
    Task<long> ClaimAsync(QuarantineFilter filter, Guid retry, QuarantineChange change, CancellationToken cancellationToken);

    /// <summary>Entries that a retry has claimed and not tried yet, oldest first.</summary>
    Task<IReadOnlyList<QuarantineEntry>> GetClaimedAsync(Guid retry, int limit, CancellationToken cancellationToken);

    /// <summary>Opens what a retry has claimed and not tried yet. Returns how many.</summary>
    Task<long> ReleaseAsync(Guid retry, QuarantineChange change, CancellationToken cancellationToken);

    /// <summary>Retries that have claimed entries before <paramref name="before"/> and not tried all of them yet.</summary>
    Task<IReadOnlyList<Guid>> GetClaimantsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces an entry unless it has been changed since it was read, and adds <paramref name="change"/> to its history. Id, payload and
    /// place in the ledger stay.
    /// </summary>
    /// <returns>False when it has been changed.</returns>
    Task<bool> UpdateAsync(QuarantineEntry entry, QuarantineChange change, CancellationToken cancellationToken);

    /// <summary>Changes the state of all open entries that the filter lets through. Returns how many.</summary>
    Task<long> DiscardAsync(QuarantineFilter filter, QuarantineChange change, CancellationToken cancellationToken);

    /// <summary>By reason, most first: what a retry has done to entries that none has claimed since.</summary>
    Task<IReadOnlyList<RetryCounts>> GetRetryAsync(Guid retry, CancellationToken cancellationToken);

    /// <summary>What retries have moved in the ledger, ever.</summary>
    Task<IReadOnlyList<MovedItems>> GetMovedAsync(CancellationToken cancellationToken);

    /// <summary>The same by producer and hour of receipt, of the hours from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    Task<IReadOnlyList<MovedHour>> GetMovedByHourAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
