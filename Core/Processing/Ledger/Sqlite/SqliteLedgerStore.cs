using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Ledger.Sqlite;

public sealed class SqliteLedgerStore(SqliteDatabase database) : ILedgerStore
{
    public Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var put = session.Statement(
                    "INSERT OR REPLACE INTO ledger_entries (producer, sequence, received_at, content) VALUES (?, ?, ?, ?)");
                foreach (var entry in entries)
                {
                    Bind(put, entry).Bind(4, LedgerJson.Write(entry)).Execute();
                }
            },
            cancellationToken);

    public Task<LedgerBook> ReadAsync(int maxEntries, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => new LedgerBook(
                Read(
                    session.Statement("SELECT content FROM ledger_entries ORDER BY producer, sequence, received_at LIMIT ?").Bind(1, maxEntries),
                    LedgerJson.ReadEntry),
                Read(session.Statement("SELECT content FROM ledger_accounts"), LedgerJson.ReadAccount),
                Read(session.Statement("SELECT content FROM ledger_closed"), LedgerJson.ReadClosed).SingleOrDefault() ?? new ClosedAccounts()),
            cancellationToken);

    public Task<bool> PutAsync(LedgerAccount account, CancellationToken cancellationToken)
    {
        var content = LedgerJson.Write(account with { Version = account.Version + 1 });
        return database.WriteAsync(
            session => (account.Version == 0
                ? session.Statement("INSERT INTO ledger_accounts (content, version, producer) VALUES (?, ?2 + 1, ?) ON CONFLICT DO NOTHING")
                : session.Statement("UPDATE ledger_accounts SET content = ?, version = ?2 + 1 WHERE version = ?2 AND producer = ?"))
                .Bind(1, content).Bind(2, account.Version).Bind(3, account.Producer).Execute() == 1,
            cancellationToken);
    }

    public Task RemoveAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var remove = session.Statement("DELETE FROM ledger_entries WHERE producer = ? AND sequence = ? AND received_at = ?");
                foreach (var entry in entries)
                {
                    Bind(remove, entry).Execute();
                }
            },
            cancellationToken);

    public Task<bool> PutClosedAsync(ClosedAccounts closed, CancellationToken cancellationToken)
    {
        var content = LedgerJson.Write(closed with { Version = closed.Version + 1 });
        return database.WriteAsync(
            session => (closed.Version == 0
                ? session.Statement("INSERT INTO ledger_closed (id, content, version) VALUES (1, ?, ?2 + 1) ON CONFLICT DO NOTHING")
                : session.Statement("UPDATE ledger_closed SET content = ?, version = ?2 + 1 WHERE version = ?2"))
                .Bind(1, content).Bind(2, closed.Version).Execute() == 1,
            cancellationToken);
    }

    public Task RemoveAccountsAsync(IReadOnlyCollection<Guid> producers, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var remove = session.Statement("DELETE FROM ledger_accounts WHERE producer = ?");
                foreach (var producer in producers)
                {
                    remove.Bind(1, producer).Execute();
                }
            },
            cancellationToken);

    private static SqliteStatement Bind(SqliteStatement statement, LedgerEntry entry) =>
        statement.Bind(1, entry.Producer).Bind(2, entry.Sequence).Bind(3, entry.ReceivedAt.ToStored());

    private static List<T> Read<T>(SqliteStatement rows, Func<string, T> read)
    {
        var items = new List<T>();
        while (rows.Step())
        {
            items.Add(read(rows.Text(0)));
        }

        return items;
    }
}
