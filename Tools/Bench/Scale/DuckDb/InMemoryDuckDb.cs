using DuckDB.NET.Data;

namespace Pipeline.Tools.Bench.Scale.DuckDb;

internal static class InMemoryDuckDb
{
    /// <summary>A database in memory that uses two threads and fetches nothing from the network.</summary>
    public static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, "SET threads = 2; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");
        return connection;
    }

    public static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
