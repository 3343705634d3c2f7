using Microsoft.Extensions.Options;
using Pipeline.Core.Storage;
using Pipeline.Core.Storage.Sqlite;

namespace Pipeline.Contracts.Storage;

/// <summary>A data directory of one test's own.</summary>
internal sealed class SqliteScratch : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("pipeline-").FullName;
    private EmbeddedStorage? _storage;

    public string DataDirectory => Path.Combine(_parent, "data");

    /// <summary>Opens the files; those that were open before are closed first.</summary>
    public EmbeddedStorage Open()
    {
        _storage?.Dispose();
        _storage = new EmbeddedStorage(Options.Create(new StorageOptions { DataDirectory = DataDirectory }));
        return _storage;
    }

    public void Dispose()
    {
        _storage?.Dispose();
        Directory.Delete(_parent, recursive: true);
    }
}
