using System.Collections.Concurrent;

namespace Pipeline.Core.Archive.Local;

/// <summary>Remembers which files had which hash, until they are changed. Thread-safe.</summary>
internal sealed class ProvedFiles
{
    private readonly ConcurrentDictionary<string, Proof> _proofs = [];

    /// <summary>Whether the file has this SHA-256. It is read only if that is not known.</summary>
    public async Task<bool> TryProveAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        var proof = ProofOf(path, sha256);
        if (_proofs.TryGetValue(path, out var known) && known == proof)
        {
            return true;
        }

        if (await FileHash.Sha256Async(path, cancellationToken) != sha256)
        {
            return false;
        }

        _proofs[path] = proof;
        return true;
    }

    public void Rename(string from, string to)
    {
        if (_proofs.TryRemove(from, out var proof))
        {
            _proofs[to] = proof;
        }
    }

    public void Forget(string path) => _proofs.TryRemove(path, out _);

    private static Proof ProofOf(string path, string sha256)
    {
        var file = new FileInfo(path);
        return new Proof(sha256, file.Exists ? file.Length : -1, file.LastWriteTimeUtc);
    }

    private sealed record Proof(string Sha256, long Bytes, DateTime ChangedAt);
}
