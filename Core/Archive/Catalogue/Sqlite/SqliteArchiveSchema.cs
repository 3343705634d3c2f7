namespace Pipeline.Core.Archive.Catalogue.Sqlite;

/// <summary>One row for each proved file.</summary>
internal static class SqliteArchiveSchema
{
    public const string Create =
        """
        CREATE TABLE archived_parts (
            day INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            key TEXT NOT NULL,
            rows INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            schema_version INTEGER NOT NULL,
            archived_at INTEGER NOT NULL,
            verified_at INTEGER NOT NULL,
            problem TEXT,
            restored_at INTEGER,
            PRIMARY KEY (day, generation)) WITHOUT ROWID;
        """;

    /// <summary>For files whose table has fewer columns: nothing was ever in it.</summary>
    public const string Recreate = $"DROP TABLE archived_parts;\n{Create}";

    /// <summary>Parts that count no more, until their files are gone; and through which day events were deleted by age.</summary>
    public const string AddRetirement =
        """
        ALTER TABLE archived_parts ADD COLUMN retired INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE archive_expiry (id INTEGER PRIMARY KEY CHECK (id = 0), through INTEGER NOT NULL);
        """;
}
