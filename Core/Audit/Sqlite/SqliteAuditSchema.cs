namespace Pipeline.Core.Audit.Sqlite;

/// <summary>The audit log.</summary>
internal static class SqliteAuditSchema
{
    public const string Create =
        """
        CREATE TABLE audit_log (
            id TEXT PRIMARY KEY,
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            target TEXT NOT NULL,
            source TEXT NOT NULL,
            result TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX audit_log_by_who ON audit_log (who, id);
        CREATE INDEX audit_log_by_what ON audit_log (what, id);
        """;
}
