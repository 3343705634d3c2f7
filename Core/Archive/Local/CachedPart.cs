namespace Pipeline.Core.Archive.Local;

/// <summary>A part's file on this machine, which stays there until this is disposed of.</summary>
public sealed class CachedPart : IDisposable
{
    private Action? _release;

    internal CachedPart(string path, Action release) => (Path, _release) = (path, release);

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
