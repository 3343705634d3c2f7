namespace Pipeline.Core.Ingestion.Queue.Sqlite;

/// <summary>A lease is what changes with every delivery; the body beside it is written once.</summary>
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
        """;
}
