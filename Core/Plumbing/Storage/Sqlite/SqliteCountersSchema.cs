namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>Durable numbers that only grow, see <see cref="SqliteCounters"/>.</summary>
internal static class SqliteCountersSchema
{
    public const string Create =
        """
        CREATE TABLE counters (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL) WITHOUT ROWID;
        """;
}
