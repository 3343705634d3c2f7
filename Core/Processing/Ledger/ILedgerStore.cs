namespace Pipeline.Core.Processing.Ledger;

/// <summary>
/// Keeps the ledger's entries and accounts; the <see cref="Bookkeeper"/> knows what they mean. Entries are written by any number
/// of workers that never wait for each other; accounts are replaced by whoever read their latest version.
/// </summary>
public interface ILedgerStore
{
    /// <summary>Records what became of whole envelopes, keyed by (producer, sequence, receipt time): safe to repeat.</summary>
    Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Reads everything so that no envelope is missing while others post it, and no account counts twice while others close it.
    /// </summary>
    /// <param name="maxEntries">How many entries at most. Those left out count as not recorded yet.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<LedgerBook> ReadAsync(int maxEntries, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an account as the version after its own. Returns false and writes nothing when the stored account has another version, or
    /// exists although this one's version is 0, or is gone.
    /// </summary>
    Task<bool> PutAsync(LedgerAccount account, CancellationToken cancellationToken);

    /// <summary>Removes entries that have been posted.</summary>
    Task RemoveAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken);

    /// <summary>As <see cref="PutAsync"/> for the sum of closed accounts.</summary>
    Task<bool> PutClosedAsync(ClosedAccounts closed, CancellationToken cancellationToken);

    /// <summary>Removes the accounts of producers; those that are already gone are ignored.</summary>
    Task RemoveAccountsAsync(IReadOnlyCollection<Guid> producers, CancellationToken cancellationToken);
}
