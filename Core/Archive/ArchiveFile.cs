namespace Pipeline.Core.Archive;

/// <param name="Key">The file's key.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The hash of the stored content, lower-case hexadecimal.</param>
public sealed record ArchiveFile(string Key, long Bytes, string Sha256);
