namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <summary>
/// The SQL of a table of raw events, those of one UTC day or of one of its generations. Its only key is (timestamp, event id), so that rows
/// arrive about in key order and touch few pages; any further index would cost a random page per event.
/// </summary>
internal static class RawTable
{
    private const string Columns = "timestamp, event_id, user_id, session_id, event_type, page, metadata, origin";

    public static string Create(string table) =>
        $"""
        CREATE TABLE IF NOT EXISTS {table} (
            timestamp INTEGER NOT NULL,
            event_id BLOB NOT NULL,
            user_id TEXT NOT NULL,
            session_id TEXT NOT NULL,
            event_type TEXT NOT NULL,
            page TEXT NOT NULL,
            metadata TEXT,
            origin INTEGER NOT NULL,
            PRIMARY KEY (timestamp, event_id)) WITHOUT ROWID
        """;

    // Only the key may be in conflict: OR IGNORE would also swallow a row that breaks NOT NULL.
    public static string Insert(string table) => $"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    public static string Origin(string table) => $"SELECT origin FROM {table} WHERE timestamp = ? AND event_id = ?";

    public static string First(string table) =>
        $"SELECT timestamp FROM {table} WHERE timestamp >= ? AND timestamp < ? ORDER BY timestamp LIMIT 1";

    /// <summary>One page: what follows a key and lies before a time.</summary>
    public static string Page(string table) =>
        $"""
        SELECT {Columns}
        FROM {table}
        WHERE (timestamp, event_id) > (?1, ?2) AND timestamp < ?3
        ORDER BY timestamp, event_id
        LIMIT ?4
        """;

    public static string One(string table) => $"SELECT {Columns} FROM {table} WHERE timestamp = ? AND event_id = ?";

    public static string Any(string table) => $"SELECT 1 FROM {table} LIMIT 1";

    public static string Count(string table) => $"SELECT count(*) FROM {table}";

    public static string Remove(string table) => $"DELETE FROM {table} WHERE timestamp = ? AND event_id = ? AND origin = ?";
}
