using Pipeline.Core.Processing.Ledger;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryLedgerStore : ILedgerStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid Producer, long Sequence, DateTimeOffset ReceivedAt), LedgerEntry> _entries = [];
    private readonly Dictionary<Guid, LedgerAccount> _accounts = [];
    private ClosedAccounts _closed = new();

    /// <summary>The entries that have not been posted.</summary>
    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.OrderBy(entry => entry.Key).Select(entry => entry.Value)];
            }
        }
    }

    /// <summary>How often the ledger has been read.</summary>
    public int ReadCount { get; private set; }

    public Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                _entries[KeyOf(entry)] = entry;
            }
        }

        return Task.CompletedTask;
    }

    public Task<LedgerBook> ReadAsync(int maxEntries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ReadCount++;
            return Task.FromResult(new LedgerBook([.. Entries.Take(maxEntries)], [.. _accounts.Values], _closed));
        }
    }

    public Task<bool> PutAsync(LedgerAccount account, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if ((_accounts.GetValueOrDefault(account.Producer)?.Version ?? 0) != account.Version)
            {
                return Task.FromResult(false);
            }

            _accounts[account.Producer] = account with { Version = account.Version + 1 };
            return Task.FromResult(true);
        }
    }

    public Task RemoveAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                _entries.Remove(KeyOf(entry));
            }
        }

        return Task.CompletedTask;
    }

    public Task<bool> PutClosedAsync(ClosedAccounts closed, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_closed.Version != closed.Version)
            {
                return Task.FromResult(false);
            }

            _closed = closed with { Version = closed.Version + 1 };
            return Task.FromResult(true);
        }
    }

    public Task RemoveAccountsAsync(IReadOnlyCollection<Guid> producers, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var producer in producers)
            {
                _accounts.Remove(producer);
            }
        }

        return Task.CompletedTask;
    }

    private static (Guid Producer, long Sequence, DateTimeOffset ReceivedAt) KeyOf(LedgerEntry entry) =>
        (entry.Producer, entry.Sequence, entry.ReceivedAt);
}
