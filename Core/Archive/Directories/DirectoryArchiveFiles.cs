using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Archive.Directories;

/// <summary>The archive of the embedded profile: a directory, readable by its owner only, that one process writes to.</summary>
public sealed class DirectoryArchiveFiles : IArchiveFiles
{
    private const int BufferBytes = 1 << 20;

    private readonly string _root;
    private readonly string _unfinished;
    private readonly Lock _naming = new();

    public DirectoryArchiveFiles(IOptions<DirectoryArchiveOptions> options, IOptions<DataDirectoryOptions> storage)
    {
        _root = Path.GetFullPath(
            options.Value.Directory is { Length: > 0 } chosen ? chosen : Path.Combine(storage.Value.DataDirectory, "archive"));
        _unfinished = Path.Combine(_root, ".unfinished");
        Map(() =>
        {
            // Leftovers of a crash: nobody else is writing here.
            if (Directory.Exists(_unfinished))
            {
                Directory.Delete(_unfinished, recursive: true);
            }

            OwnerOnly.MakeDirectory(_unfinished);
            return true;
        });
    }

    public bool AreLocal => true;

    public async Task<PutOutcome> PutIfAbsentAsync(string key, string sourcePath, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var unfinished = Path.Combine(_unfinished, Guid.NewGuid().ToString("N"));
        return await MapAsync(async () =>
        {
            if (File.Exists(path))
            {
                return PutOutcome.AlreadyThere;
            }

            try
            {
                // Kept open while it is renamed, for the second flush.
                await using var target = OwnerOnly.CreateFile(
                    unfinished, FileAccess.Write, FileShare.Delete, FileOptions.Asynchronous);
                await using (var source = File.OpenRead(sourcePath))
                {
                    await source.CopyToAsync(target, BufferBytes, cancellationToken);
                }

                target.Flush(flushToDisk: true);
                if (!TryName(unfinished, path))
                {
                    return PutOutcome.AlreadyThere;
                }
                // Journaling file systems write the new name to disk together with its file.
                target.Flush(flushToDisk: true);
                return PutOutcome.Created;
            }
            finally
            {
                File.Delete(unfinished);
            }
        });
    }

    public Task<FileStream?> OpenReadAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Open(PathOf(key)));
    }

    public Task<ArchiveFile?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        return MapAsync<ArchiveFile?>(async () =>
        {
            await using var content = Open(path);
            return content is null
                ? null
                : new ArchiveFile(key, content.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)));
        });
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ArchiveKey.ValidatePrefix(prefix);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Map<IReadOnlyList<string>>(() =>
        {
            var folder = Path.Combine(_root, prefix[..(prefix.LastIndexOf('/') + 1)]);
            return Directory.Exists(folder)
                ?
                [
                    .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                        .Select(path => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/'))
                        .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !key.StartsWith('.'))
                        .Order(StringComparer.Ordinal),
                ]
                : [];
        }));
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key);
        return Task.FromResult(Map(() =>
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }

            return true;
        }));
    }

    private string PathOf(string key)
    {
        ArchiveKey.Validate(key);
        return Path.Combine(_root, key);
    }

    private static FileStream? Open(string path) => Map(() =>
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            return null;
        }
    });

    // On some systems a move that must not overwrite checks first and renames afterwards: one at a time.
    private bool TryName(string unfinished, string path)
    {
        OwnerOnly.MakeDirectory(Path.GetDirectoryName(path)!);
        lock (_naming)
        {
            if (File.Exists(path))
            {
                return false;
            }

            File.Move(unfinished, path);
            return true;
        }
    }

    private static T Map<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception trouble) when (IsTrouble(trouble))
        {
            throw Unusable(trouble);
        }
    }

    private static async Task<T> MapAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception trouble) when (IsTrouble(trouble))
        {
            throw Unusable(trouble);
        }
    }

    private static bool IsTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static TransientStorageException Unusable(Exception trouble) =>
        new($"The archive's directory is not usable: {trouble.Message}", trouble);
}
