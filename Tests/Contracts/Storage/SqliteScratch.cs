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
        Close();
        _storage = new SqliteStorage(
            Options.Create(new DataDirectoryOptions { DataDirectory = DataDirectory }),
            SqliteSchemas.Queue,
            SqliteSchemas.Store,
            SqliteSchemas.Search);
        return _storage;
    }

    /// <summary>Closes the files, so that a test can do something to them.</summary>
    public void Close()
    {
        _storage?.Dispose();
        _storage = null;
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(_parent, recursive: true);
    }
}
