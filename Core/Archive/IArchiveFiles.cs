namespace Pipeline.Core.Archive;

/// <summary>
/// Where archived days lie: files that are written once, whole, and never changed. Keys are paths such as
/// <c>events/dt=2026-03-01/part-1.parquet</c>; see <see cref="ArchiveKey"/> for what is allowed.
/// </summary>
public interface IArchiveFiles
{
    /// <summary>Whether <see cref="OpenReadAsync"/> opens the stored file itself, so that a copy on this machine would gain nothing.</summary>
    bool AreLocal => false;

    /// <summary>
    /// Stores the file at <paramref name="sourcePath"/> under the key, unless there is one. The file is there whole or not at all, and
    /// durable when the call completes. <see cref="PutOutcome.AlreadyThere"/> may come from an earlier try of the same caller, even within
    /// this call: compare with <see cref="FindAsync"/>.
    /// </summary>
    /// <exception cref="Plumbing.Storage.TransientStorageException">The archive is not reachable; the file may or may not have been stored.</exception>
    /// <exception cref="Plumbing.Storage.PermanentStorageException">The file is larger than the archive takes.</exception>
    Task<PutOutcome> PutIfAbsentAsync(string key, string sourcePath, CancellationToken cancellationToken);

    /// <summary>
    /// Opens the content as a local file, whose <see cref="FileStream.Name"/> can be given to tools that want a path for as long as the
    /// stream is open. It is complete and as it was stored. Null when there is none.
    /// </summary>
    Task<FileStream?> OpenReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Null when there is none.</summary>
    Task<ArchiveFile?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>The keys that begin with the prefix, which may be empty or end within a name, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Does nothing when there is none.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);
}

/// <param name="Key">The file's key.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The hash of the stored content, lower-case hexadecimal.</param>
public sealed record ArchiveFile(string Key, long Bytes, string Sha256);

public enum PutOutcome
{
    Created,
    AlreadyThere,
}
