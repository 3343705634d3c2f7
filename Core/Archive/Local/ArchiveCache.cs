using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Archive.Local;

/// <summary>
/// Parts' files on this machine, each proved to be what the catalogue says: by its hash when it comes in, by its size at each use. Files of
/// a remote archive are copied to <c>archive-cache</c> in the data directory, named by their hash, and the least recently used ones go when
/// they are more than <see cref="ArchiveLocalOptions.CacheBytes"/>. Files of a local archive are used where they lie, and hashed again when
/// they have changed. Thread-safe.
/// </summary>
public sealed class ArchiveCache
{
    private const string Incoming = ".incoming";

    private readonly IArchiveFiles _files;
    private readonly string _root;
    private readonly KeyedLocks _arrivals = new();
    private readonly CachedFiles _cached;
    private readonly ProvedFiles _proved = new();

    /// <exception cref="TransientStorageException">The directory is not usable.</exception>
    public ArchiveCache(IArchiveFiles files, IOptions<ArchiveLocalOptions> options, IOptions<DataDirectoryOptions> storage)
    {
        _files = files;
        _root = Path.GetFullPath(Path.Combine(storage.Value.DataDirectory, "archive-cache"));
        _cached = new CachedFiles(options.Value.CacheBytes);
        LocalDisk.Map(Open);
    }

    /// <summary>Makes the part's file available here. One copy is fetched however many ask for it at once.</summary>
    /// <exception cref="DamagedPartException">The file is missing or altered.</exception>
    /// <exception cref="TransientStorageException">The archive is not reachable, or the local disk is full.</exception>
    public async Task<CachedPart> OpenAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        try
        {
            return _files.AreLocal
                ? await OpenLocalAsync(part, cancellationToken)
                : await OpenCopyAsync(part, cancellationToken);
        }
        catch (Exception trouble) when (LocalDisk.IsTrouble(trouble))
        {
            throw LocalDisk.Unusable(trouble);
        }
    }

    /// <summary>
    /// Compares the file with the catalogue once more, after a reader could not make sense of it. In place of a copy that was altered
    /// here, the next use fetches another one.
    /// </summary>
    /// <returns>Whether the file is what was archived.</returns>
    public async Task<bool> IsIntactAsync(ArchivedPart part, CachedPart file, CancellationToken cancellationToken)
    {
        _proved.Forget(file.Path);
        return File.Exists(file.Path) && await _proved.TryProveAsync(file.Path, part.Sha256, cancellationToken);
    }

    private async Task<CachedPart> OpenLocalAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        var stored = await OpenStoredAsync(part, cancellationToken);
        try
        {
            using (await _arrivals.EnterAsync(part.Sha256, cancellationToken))
            {
                if (!await _proved.TryProveAsync(stored.Name, part.Sha256, cancellationToken))
                {
                    throw Altered(part);
                }
            }

            return new CachedPart(stored.Name, stored.Dispose);
        }
        catch
        {
            await stored.DisposeAsync();
            throw;
        }
    }

    private async Task<CachedPart> OpenCopyAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_root, part.Sha256);
        using (await _arrivals.EnterAsync(part.Sha256, cancellationToken))
        {
            // Of a copy that an earlier process has left, only the size is known.
            var isHere = _cached.Has(path, part.Bytes) && await _proved.TryProveAsync(path, part.Sha256, cancellationToken);
            if (!isHere)
            {
                await FetchAsync(part, path, cancellationToken);
            }

            _cached.Use(path, part.Bytes);
        }

        return new CachedPart(path, () => _cached.Release(path));
    }

    private async Task FetchAsync(ArchivedPart part, string path, CancellationToken cancellationToken)
    {
        var incoming = Path.Combine(_root, Incoming, Guid.NewGuid().ToString("N"));
        try
        {
            await using (var stored = await OpenStoredAsync(part, cancellationToken))
            await using (var copy = OwnerOnly.CreateFile(incoming, FileAccess.Write, FileShare.None, FileOptions.Asynchronous))
            {
                await stored.CopyToAsync(copy, cancellationToken);
            }

            if (!await _proved.TryProveAsync(incoming, part.Sha256, cancellationToken))
            {
                throw Altered(part);
            }

            File.Move(incoming, path, overwrite: true);
            _proved.Rename(incoming, path);
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    private async Task<FileStream> OpenStoredAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        var stored = await _files.OpenReadAsync(part.Key, cancellationToken) ?? throw Damaged(part, $"there is no file {part.Key}");
        if (stored.Length == part.Bytes)
        {
            return stored;
        }

        var bytes = stored.Length;
        await stored.DisposeAsync();
        throw Damaged(part, $"{part.Key} has {bytes} bytes instead of {part.Bytes}");
    }

    private static DamagedPartException Altered(ArchivedPart part) =>
        Damaged(part, $"{part.Key} is not what was archived: its SHA-256 differs");

    private static DamagedPartException Damaged(ArchivedPart part, string problem) => new(part.Day, part.Generation, problem);

    private void Open()
    {
        var incoming = Path.Combine(_root, Incoming);
        if (Directory.Exists(incoming))
        {
            // Leftovers of a crash.
            Directory.Delete(incoming, recursive: true);
        }

        if (_files.AreLocal)
        {
            return;
        }

        OwnerOnly.MakeDirectory(incoming);
        foreach (var file in new DirectoryInfo(_root).EnumerateFiles().OrderBy(file => file.LastAccessTimeUtc))
        {
            _cached.AddFound(file.FullName, file.Length);
        }
    }
}
