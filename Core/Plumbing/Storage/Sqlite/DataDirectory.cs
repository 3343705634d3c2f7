namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>The directory of the embedded profile, held by one process at a time and readable by its owner only.</summary>
public sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    /// <exception cref="TransientStorageException">Another process uses the directory, or it cannot be made.</exception>
    public DataDirectory(string path)
    {
        FullPath = Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(FullPath);
            }
            else
            {
                Directory.CreateDirectory(FullPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TransientStorageException($"The data directory {FullPath} cannot be created: {exception.Message}", exception);
        }

        try
        {
            _lock = new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new TransientStorageException($"The data directory {FullPath} is not writable: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new TransientStorageException(
                $"The data directory {FullPath} is in use by another process. Stop that one or choose another directory.", exception);
        }
    }

    public string FullPath { get; }

    public string PathOf(string file) => Path.Combine(FullPath, file);

    public void Dispose() => _lock.Dispose();
}
