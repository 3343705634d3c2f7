namespace Pipeline.Core.Rollups.Sqlite;

/// <summary>
/// Buckets, their parts, the reported zone, and the slices whose numbers are behind. A bucket's row is small and lies beside its
/// neighbours; its parts lie apart, so that looking versions up touches no content.
/// </summary>
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
            totals BLOB NOT NULL,
            parts BLOB NOT NULL,
            PRIMARY KEY (level, zone, start)) WITHOUT ROWID;

        CREATE TABLE rollup_parts (
            level INTEGER NOT NULL,
            zone TEXT NOT NULL,
            start INTEGER NOT NULL,
            part TEXT NOT NULL,
            chunk INTEGER NOT NULL,
            version INTEGER NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (level, zone, start, part, chunk));

        CREATE TABLE reported_zone (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            revision INTEGER NOT NULL,
            state TEXT NOT NULL);

        CREATE TABLE dirty_slices (
            start INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            retry_at INTEGER NOT NULL,
            reason TEXT,
            set_aside_at INTEGER);
        CREATE INDEX dirty_slices_by_urgency ON dirty_slices (priority, received_at, start);
        CREATE INDEX dirty_slices_set_aside ON dirty_slices (set_aside_at, start) WHERE set_aside_at IS NOT NULL;
        """;
}
