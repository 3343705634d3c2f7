using Pipeline.Core.Archive;
using Pipeline.Testing.Fakes;

namespace Pipeline.Core.Tests.History;

/// <summary>An archive that confirms files and keeps something else.</summary>
internal sealed class DamagingFiles(IArchiveFiles inner, InMemoryArchive memory) : IArchiveFiles
{
    public async Task<PutOutcome> PutIfAbsentAsync(string key, string sourcePath, CancellationToken cancellationToken)
    {
        var outcome = await inner.PutIfAbsentAsync(key, sourcePath, cancellationToken);
        memory.Damage(key);
        return outcome;
    }

    public Task<FileStream?> OpenReadAsync(string key, CancellationToken cancellationToken) => inner.OpenReadAsync(key, cancellationToken);

    public Task<ArchiveFile?> FindAsync(string key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);
}
