namespace Pipeline.Core.Processing.Probes.Sqlite;

/// <summary>One row for each probe of the last day.</summary>
internal static class SqliteProbeSchema
{
    public const string Create =
        """
        CREATE TABLE probes (
            sent_at INTEGER PRIMARY KEY,
            queued_at INTEGER,
            stored_at INTEGER,
            rolled_up_at INTEGER);
        """;
}
