using DuckDB.NET.Data;
using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Local;

namespace Pipeline.Core.Archive.Parquet.DuckDb;

/// <summary>
/// One DuckDB in memory for all queries of the archive. It has nothing of its own but what it remembers of files, and loads nothing from the
/// network. Thread-safe.
/// </summary>
public sealed class ArchiveDuckDb : IDisposable
{
    private readonly Lazy<DuckDBConnection> _database;

    public ArchiveDuckDb(IOptions<ArchiveLocalOptions> options) => _database = new(() => Open(options.Value));

    /// <summary>A connection for one piece of work; its temporary tables are its own.</summary>
    public DuckDBConnection Connect()
    {
        var connection = _database.Value.Duplicate();
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        if (_database.IsValueCreated)
        {
            _database.Value.Dispose();
        }
    }

    private static DuckDBConnection Open(ArchiveLocalOptions options)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // It has to open local files; nobody but this adapter writes its queries.
            command.CommandText = $"""
                SET autoinstall_known_extensions = false;
                SET autoload_known_extensions = false;
                SET memory_limit = '{options.MemoryMegabytes}MiB';
                SET threads = {options.Threads};
                SET temp_directory = '';
                SET TimeZone = 'UTC';
                SET parquet_metadata_cache = true;
                SET lock_configuration = true
                """;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
