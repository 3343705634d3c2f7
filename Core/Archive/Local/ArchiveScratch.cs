using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Archive.Local;

/// <summary>
/// Where files lie while an archived day is worked on: <c>archive-scratch</c> in the data directory, readable by its owner only and
/// emptied at start. The data directory is used by one process at a time.
/// </summary>
public sealed class ArchiveScratch
{
    private readonly string _root;

    /// <exception cref="TransientStorageException">The directory is not usable.</exception>
    public ArchiveScratch(IOptions<DataDirectoryOptions> storage)
    {
        _root = Path.GetFullPath(Path.Combine(storage.Value.DataDirectory, "archive-scratch"));
        LocalDisk.Map(() =>
        {
            // Leftovers of a crash.
            if (Directory.Exists(_root))
            {
                Directory.Delete(_root, recursive: true);
            }

            OwnerOnly.MakeDirectory(_root);
        });
    }

    /// <summary>A new, empty directory that goes away with its content when it is disposed of.</summary>
    /// <exception cref="TransientStorageException">The disk is full or not usable.</exception>
    public ScratchDirectory Create()
    {
        var path = Path.Combine(_root, Guid.NewGuid().ToString("N"));
        LocalDisk.Map(() => OwnerOnly.MakeDirectory(path));
        return new ScratchDirectory(path);
    }
}
