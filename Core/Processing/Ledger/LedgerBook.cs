namespace Pipeline.Core.Processing.Ledger;

/// <summary>All that the ledger keeps: entries that are not posted yet, accounts, and the sum of those that were closed.</summary>
public sealed record LedgerBook(
    IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<LedgerAccount> Accounts, ClosedAccounts Closed)
{
    /// <summary>Every account that counts, and what it becomes when its entries are posted. New producers get one.</summary>
    public IReadOnlyList<(LedgerAccount Before, LedgerAccount After)> Post(DateTimeOffset now)
    {
        var closing = Closed.Closing.ToHashSet();
        var accounts = Accounts.Where(account => !closing.Contains(account.Producer)).ToDictionary(account => account.Producer);
        // Ascending, so that no entry reveals a hole that a later one of them fills.
        var entries = Entries
            .Where(entry => !closing.Contains(entry.Producer))
            .OrderBy(entry => entry.Sequence).ThenBy(entry => entry.ReceivedAt)
            .ToLookup(entry => entry.Producer);
        return [.. entries.Select(producer => producer.Key).Union(accounts.Keys).Select(producer =>
        {
            var before = accounts.GetValueOrDefault(producer) ?? new LedgerAccount(producer);
            return (before, entries[producer].Aggregate(before, (account, entry) => account.Post(entry, now)));
        })];
    }
}
