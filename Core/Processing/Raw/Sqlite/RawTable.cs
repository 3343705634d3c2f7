using System.Globalization;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <summary>
/// The table of one UTC day. Its only key is (timestamp, event id), so that rows arrive about in key order and touch few pages;
/// any further index would cost a random page per event.
/// </summary>
internal static class RawTable
{
    private const string Prefix = "raw_";
    private const string SealedPrefix = "sealed_";
    private const string GenerationMark = "_g";
    private const string ReferencesPrefix = "refs_";
    private const string DayFormat = "yyyyMMdd";
    private const string Columns = "timestamp, event_id, user_id, session_id, event_type, page, metadata, origin";

    /// <summary>A name that sorts as its day does.</summary>
    public static string NameOf(DateOnly day) => Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The table of a sealed generation. The names of a day's generations sort as their numbers do.</summary>
    public static string NameOf(SealedDay day) => string.Create(
        CultureInfo.InvariantCulture, $"{SealedPrefix}{day.Day.ToString(DayFormat, CultureInfo.InvariantCulture)}{GenerationMark}{day.Generation:D10}");

    /// <summary>Bounds of the names of all sealed generations of some days.</summary>
    public static (string First, string Last) SealedBetween(DateOnly first, DateOnly last) =>
        (NameOf(new SealedDay(first, 0)), NameOf(new SealedDay(last, int.MaxValue)));

    public static SealedDay SealedDayOf(string name)
    {
        var number = name.AsSpan(SealedPrefix.Length + DayFormat.Length + GenerationMark.Length);
        return new SealedDay(
            DateOnly.ParseExact(name.AsSpan(SealedPrefix.Length, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture),
            int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// The table of the references to the day's events, open or sealed; it is dropped with a sealed generation, as those who look for archived
    /// events need none.
    /// </summary>
    public static string ReferencesOf(DateOnly day) => ReferencesPrefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static DateOnly DayOf(string name) =>
        DateOnly.ParseExact(name.AsSpan(Prefix.Length), DayFormat, CultureInfo.InvariantCulture);

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
    public static string Insert(string table) =>
        $"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

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

    public static string Remove(string table) => $"DELETE FROM {table} WHERE timestamp = ? AND event_id = ?";

    public static string One(string table) => $"SELECT {Columns} FROM {table} WHERE timestamp = ? AND event_id = ?";
}
