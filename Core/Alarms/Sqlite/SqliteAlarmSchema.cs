namespace Pipeline.Core.Alarms.Sqlite;

/// <summary>One row for each alarm. Only one about a subject is open.</summary>
internal static class SqliteAlarmSchema
{
    public const string Create =
        """
        CREATE TABLE alarms (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            text TEXT NOT NULL,
            raised_at INTEGER NOT NULL,
            cleared_at INTEGER,
            acknowledged_by TEXT,
            acknowledged_at INTEGER,
            told INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE UNIQUE INDEX alarms_open ON alarms (kind, subject) WHERE cleared_at IS NULL;
        CREATE INDEX alarms_untold ON alarms (raised_at, id) WHERE told < 1 + (cleared_at IS NOT NULL);
        CREATE INDEX alarms_by_time ON alarms (cleared_at IS NULL, raised_at, id);
        """;
}
