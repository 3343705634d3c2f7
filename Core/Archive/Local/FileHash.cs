using System.Security.Cryptography;

namespace Pipeline.Core.Archive.Local;

internal static class FileHash
{
    private const int BufferBytes = 1 << 20;

    /// <summary>SHA-256 of a file's content, lower-case hexadecimal.</summary>
    public static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
