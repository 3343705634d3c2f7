namespace Pipeline.Core.Archive.Parquet.DuckDb;

/// <summary>Pieces of queries over parts' files.</summary>
internal static class PartSql
{
    /// <summary>The columns of <see cref="EventRow"/>.</summary>
    public const string Columns = """
        event_id AS "EventId", epoch_ms(timestamp) AS "Time", user_id AS "UserId", session_id AS "SessionId", event_type AS "EventType",
        page AS "Page", metadata AS "Metadata", origin AS "Origin"
        """;

    /// <summary>The rows of some files, as a table.</summary>
    public static string Files(IEnumerable<string> paths) =>
        $"read_parquet([{string.Join(", ", paths.Select(path => $"'{Literal(path)}'"))}], hive_partitioning = false)";

    // Paths are patterns: what stands for other characters stands in brackets for itself.
    private static string Literal(string path) =>
        string.Concat(path.Select(c => c is '*' or '?' or '[' ? $"[{c}]" : c == '\'' ? "''" : c.ToString()));
}
