using Microsoft.Extensions.Options;
using Pipeline.Core.Composition;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Contracts.Storage;

/// <summary>A data directory of one test's own.</summary>
internal sealed class SqliteScratch : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("pipeline-").FullName;
    private SqliteStorage? _storage;

    public string DataDirectory => Path.Combine(_parent, "data");

    /// <summary>Opens the files; those that were open before are closed first.</summary>
    public SqliteStorage Open()
    {
        _storage?.Dispose();
        _storage = new SqliteStorage(
            Options.Create(new DataDirectoryOptions { DataDirectory = DataDirectory }),
            SqliteSchemas.Queue,
            SqliteSchemas.Store,
            SqliteSchemas.Search);
        return _storage;
    }

    public void Dispose()
    {
        _storage?.Dispose();
        Directory.Delete(_parent, recursive: true);
    }
}
