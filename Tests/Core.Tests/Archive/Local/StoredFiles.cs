using Pipeline.Core.Archive;

namespace Pipeline.Core.Tests.Archive.Local;

/// <summary>An archive whose files can be altered, and that counts how often one is opened.</summary>
internal sealed class StoredFiles : IArchiveFiles
{
    private readonly string _directory;
    private int _opened;

    public StoredFiles(string directory) => _directory = Directory.CreateDirectory(directory).FullName;

    public bool AreLocal { get; set; }

    public int Opened => _opened;

    /// <summary>Thrown by the next calls; null for none.</summary>
    public Exception? Trouble { get; set; }

    public string PathOf(string key) => Path.Combine(_directory, key);

    public Task<FileStream?> OpenReadAsync(string key, CancellationToken cancellationToken)
    {
        if (Trouble is not null)
        {
            return Task.FromException<FileStream?>(Trouble);
        }

        Interlocked.Increment(ref _opened);
        return Task.FromResult(File.Exists(PathOf(key)) ? File.OpenRead(PathOf(key)) : null);
    }

    public Task<PutOutcome> PutIfAbsentAsync(string key, string sourcePath, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tests write the files themselves.");

    public Task<ArchiveFile?> FindAsync(string key, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A cache opens files.");

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A cache opens files.");

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException("A cache deletes none.");
}
