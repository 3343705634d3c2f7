using Pipeline.Core.Archive;

namespace Pipeline.Contracts.Archive;

/// <summary>An archive that passes for one on another machine.</summary>
internal sealed class RemoteArchiveFiles(IArchiveFiles inner) : IArchiveFiles
{
    public bool AreLocal => false;

    public Task<PutOutcome> PutIfAbsentAsync(string key, string sourcePath, CancellationToken cancellationToken) =>
        inner.PutIfAbsentAsync(key, sourcePath, cancellationToken);

    public Task<FileStream?> OpenReadAsync(string key, CancellationToken cancellationToken) => inner.OpenReadAsync(key, cancellationToken);

    public Task<ArchiveFile?> FindAsync(string key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        inner.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);
}
