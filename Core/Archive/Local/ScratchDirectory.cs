namespace Pipeline.Core.Archive.Local;

/// <summary>A directory of one piece of work, removed with its content when the work ends.</summary>
public sealed class ScratchDirectory : IDisposable
{
    internal ScratchDirectory(string path) => Path = path;

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    public string FilePath(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
