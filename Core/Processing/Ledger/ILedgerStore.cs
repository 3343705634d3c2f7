namespace Pipeline.Core.Processing.Ledger;

/// <summary>
/// Keeps the ledger's entries and accounts; what they mean is the <see cref="Bookkeeper"/>'s business. Entries are written by any number
/// of workers that never wait for each other; accounts are replaced by whoever read their latest version.
/// </summary>
public interface ILedgerStore
{
    /// <summary>Records what became of whole envelopes, keyed by (producer, sequence, receipt time): safe to repeat.</summary>
    Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Reads everything, such that no envelope is missing while others post it and no account counts twice while others close it.
    /// </summary>
    /// <param name="maxEntries">How many entries at most. What is left out is as if it had not been recorded yet.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<LedgerBook> ReadAsync(int maxEntries, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an account as the version after its own. False, and nothing is written, when what is stored has another version, or is
    /// there although the account's version is 0, or is gone.
    /// </summary>
    Task<bool> PutAsync(LedgerAccount account, CancellationToken cancellationToken);

    /// <summary>Removes entries that have been posted.</summary>
    Task RemoveAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken);

    /// <summary>As <see cref="PutAsync"/> for the sum of closed accounts.</summary>
    Task<bool> PutClosedAsync(ClosedAccounts closed, CancellationToken cancellationToken);

    /// <summary>Removes the accounts of producers; those that are gone already don't matter.</summary>
    Task RemoveAccountsAsync(IReadOnlyCollection<Guid> producers, CancellationToken cancellationToken);
}
