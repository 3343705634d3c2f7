using System.Globalization;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <summary>
/// The table of one UTC day. Its only key is (timestamp, event id), so that rows arrive about in key order and touch few pages;
/// any further index would cost a random page per event.
/// </summary>
internal static class RawTable
{
    private const string Prefix = "raw_";
    private const string ReferencesPrefix = "refs_";
    private const string DayFormat = "yyyyMMdd";
    private const string Columns = "timestamp, event_id, user_id, session_id, event_type, page, metadata, origin";

    /// <summary>A name that sorts as its day does.</summary>
    public static string NameOf(DateOnly day) => Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The table of the references to the day's events; it is dropped with the day.</summary>
    public static string ReferencesOf(DateOnly day) => ReferencesPrefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static DateOnly DayOf(string name) =>
        DateOnly.ParseExact(name.AsSpan(Prefix.Length), DayFormat, CultureInfo.InvariantCulture);

    public static string Create(DateOnly day) =>
        $"""
        CREATE TABLE IF NOT EXISTS {NameOf(day)} (
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
    public static string Insert(DateOnly day) =>
        $"INSERT INTO {NameOf(day)} VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    public static string Origin(DateOnly day) => $"SELECT origin FROM {NameOf(day)} WHERE timestamp = ? AND event_id = ?";

    public static string First(DateOnly day) =>
        $"SELECT timestamp FROM {NameOf(day)} WHERE timestamp >= ? AND timestamp < ? ORDER BY timestamp LIMIT 1";

    /// <summary>One page: what follows a key and lies before a time.</summary>
    public static string Page(DateOnly day) =>
        $"""
        SELECT {Columns}
        FROM {NameOf(day)}
        WHERE (timestamp, event_id) > (?1, ?2) AND timestamp < ?3
        ORDER BY timestamp, event_id
        LIMIT ?4
        """;

    public static string Remove(DateOnly day) => $"DELETE FROM {NameOf(day)} WHERE timestamp = ? AND event_id = ?";

    public static string One(DateOnly day) => $"SELECT {Columns} FROM {NameOf(day)} WHERE timestamp = ? AND event_id = ?";
}
