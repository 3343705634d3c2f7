namespace Pipeline.Core.Processing.Ledger.Sqlite;

/// <summary>Contents are JSON, see <see cref="LedgerJson"/>. The closed accounts' sum is one row.</summary>
internal static class SqliteLedgerSchema
{
    public const string Create =
        """
        CREATE TABLE ledger_entries (
            producer BLOB NOT NULL,
            sequence INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (producer, sequence, received_at)) WITHOUT ROWID;

        CREATE TABLE ledger_accounts (
            producer BLOB PRIMARY KEY,
            version INTEGER NOT NULL,
            content TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE ledger_closed (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            version INTEGER NOT NULL,
            content TEXT NOT NULL);
        """;
}
