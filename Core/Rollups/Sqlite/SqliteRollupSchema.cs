namespace Pipeline.Core.Rollups.Sqlite;

/// <summary>Buckets, and the slices whose numbers are behind.</summary>
internal static class SqliteRollupSchema
{
    public const string Create =
        """
        CREATE TABLE rollups (
            level INTEGER NOT NULL,
            zone TEXT NOT NULL,
            start INTEGER NOT NULL,
            version INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            revised_at INTEGER,
            content BLOB NOT NULL,
            PRIMARY KEY (level, zone, start));

        CREATE TABLE dirty_slices (
            start INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            received_at INTEGER NOT NULL);
        CREATE INDEX dirty_slices_by_age ON dirty_slices (received_at, start);
        """;
}
