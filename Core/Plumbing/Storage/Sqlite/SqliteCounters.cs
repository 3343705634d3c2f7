using Dapper;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>Durable numbers that only grow.</summary>
internal static class SqliteCounters
{
    public const string RollupVersion = "rollup version";
    public const string SliceBoundary = "slice boundary";
    public const string DirtyVersion = "dirty version";
    public const string Reference = "reference";

    public static string CompleteThrough(string zone) => "complete through " + zone;

    public static long Next(SqliteSession session, string name) => session.Connection.ExecuteScalar<long>(
        "INSERT INTO counters (name, value) VALUES (@name, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value",
        new { name });

    public static void Raise(SqliteSession session, string name, long value) => session.Connection.Execute(
        "INSERT INTO counters (name, value) VALUES (@name, @value) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)",
        new { name, value });

    public static long? Get(SqliteSession session, string name) =>
        session.Connection.ExecuteScalar<long?>("SELECT value FROM counters WHERE name = @name", new { name });
}

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
