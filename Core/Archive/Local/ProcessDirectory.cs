using System.Globalization;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Archive.Local;

/// <summary>
/// A directory within the data directory that no other process of this machine uses: <c>archive-1</c>, or the first that is free. The next
/// process finds what an ended one has left.
/// </summary>
public sealed class ProcessDirectory : IDisposable
{
    private const int MaxProcesses = 1_000;

    private readonly FileStream _lock;

    /// <exception cref="TransientStorageException">The directory is not usable.</exception>
    public ProcessDirectory(IOptions<DataDirectoryOptions> storage) => (Path, _lock) = Take(System.IO.Path.GetFullPath(storage.Value.DataDirectory));

    public string Path { get; }

    /// <summary>The directory, for those who keep files in a data directory.</summary>
    public IOptions<DataDirectoryOptions> AsDataDirectory() => Options.Create(new DataDirectoryOptions { DataDirectory = Path });

    public void Dispose() => _lock.Dispose();

    private static (string Path, FileStream Lock) Take(string root)
    {
        for (var number = 1; ; number++)
        {
            var path = System.IO.Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"archive-{number}"));
            LocalDisk.Map(() => OwnerOnly.MakeDirectory(path));
            try
            {
                return (path, new FileStream(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException taken) when (number < MaxProcesses)
            {
                // By another process, unless it is the last number.
                _ = taken;
            }
            catch (Exception trouble) when (LocalDisk.IsTrouble(trouble))
            {
                throw LocalDisk.Unusable(trouble);
            }
        }
    }
}
