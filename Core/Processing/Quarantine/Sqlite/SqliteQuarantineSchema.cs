namespace Pipeline.Core.Processing.Quarantine.Sqlite;

/// <summary>What was set aside, with its payload.</summary>
internal static class SqliteQuarantineSchema
{
    public const string Create =
        """
        CREATE TABLE quarantine (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind INTEGER NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            payload TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            quarantined_at INTEGER NOT NULL);
        CREATE INDEX quarantine_by_age ON quarantine (quarantined_at);
        """;
}
