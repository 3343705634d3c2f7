namespace Pipeline.Core.Processing.Ledger.Sqlite;

/// <summary>Keyed by producer and sequence.</summary>
internal static class SqliteLedgerSchema
{
    public const string Create =
        """
        CREATE TABLE ledger (
            producer BLOB NOT NULL,
            sequence INTEGER NOT NULL,
            count INTEGER NOT NULL,
            stored INTEGER NOT NULL,
            duplicate INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            quarantined INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            missing INTEGER NOT NULL,
            merged INTEGER NOT NULL DEFAULT 0,
            last_received_at INTEGER NOT NULL,
            PRIMARY KEY (producer, sequence)) WITHOUT ROWID;
        """;
}
