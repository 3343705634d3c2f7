namespace Pipeline.Core.Ingestion.Queue.Sqlite;

/// <summary>
/// The lease changes with every delivery; the body beside it is written once. What the producers that have not ended have sent
/// is kept as ranges of numbers, one per producer unless a number is missing.
/// </summary>
internal static class SqliteQueueSchema
{
    public const string Create =
        """
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sent_at INTEGER NOT NULL,
            body TEXT NOT NULL);

        CREATE TABLE leases (
            id INTEGER PRIMARY KEY,
            visible_at INTEGER NOT NULL,
            receive_count INTEGER NOT NULL);

        CREATE TABLE dead_letters (
            id INTEGER PRIMARY KEY,
            receive_count INTEGER NOT NULL,
            visible_at INTEGER NOT NULL);

        CREATE TABLE sent_ranges (
            producer BLOB NOT NULL,
            first INTEGER NOT NULL,
            next INTEGER NOT NULL,
            PRIMARY KEY (producer, first)) WITHOUT ROWID;
        """;
}
