namespace Pipeline.Core.Archive.Local;

/// <summary>
/// Which files are in a cache and who uses them. When they have more bytes than they may, the least recently used ones are deleted that
/// nobody uses. Thread-safe.
/// </summary>
internal sealed class CachedFiles(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _files = [];

    // The least recently used one is first.
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;

    /// <summary>Adds a file that nobody uses yet, as the most recently used one.</summary>
    public void AddFound(string path, long bytes)
    {
        lock (_gate)
        {
            Add(path, bytes);
            Trim();
        }
    }

    /// <summary>Whether the file is there and has its size.</summary>
    public bool Has(string path, long bytes)
    {
        lock (_gate)
        {
            return _files.ContainsKey(path) && new FileInfo(path) is { Exists: true } file && file.Length == bytes;
        }
    }

    /// <summary>Keeps the file, which is there, until it is released as often as it was used.</summary>
    public void Use(string path, long bytes)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(path, out var file))
            {
                file = Add(path, bytes);
            }

            file.Value.Users++;
            _byUse.Remove(file);
            _byUse.AddLast(file);
            Trim();
        }
    }

    public void Release(string path)
    {
        lock (_gate)
        {
            _files[path].Value.Users--;
            Trim();
        }
    }

    private LinkedListNode<Entry> Add(string path, long bytes)
    {
        var file = _byUse.AddLast(new Entry(path, bytes));
        _files.Add(path, file);
        _bytes += bytes;
        return file;
    }

    private void Trim()
    {
        for (var file = _byUse.First; file is not null && _bytes > maxBytes;)
        {
            var next = file.Next;
            if (file.Value.Users == 0)
            {
                File.Delete(file.Value.Path);
                _bytes -= file.Value.Bytes;
                _files.Remove(file.Value.Path);
                _byUse.Remove(file);
            }

            file = next;
        }
    }

    private sealed class Entry(string path, long bytes)
    {
        public string Path => path;

        public long Bytes => bytes;

        public int Users { get; set; }
    }
}
