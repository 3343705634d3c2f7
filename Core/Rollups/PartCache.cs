using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;

namespace Pipeline.Core.Rollups;

/// <summary>
/// Contents of parts as they are stored, for those who add the same ones up every few seconds. A content never changes under its
/// version, so a hit is always right.
/// </summary>
public sealed class PartCache : IDisposable
{
    private const long MaxBytes = 32L << 20;
    private const int BytesPerEntry = 200;

    private readonly MemoryCache _contents = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    public bool TryGet(PartAddress part, [NotNullWhen(true)] out byte[]? content)
    {
        content = _contents.TryGetValue<Entry>((part.Bucket, part.Part.Name), out var entry) && entry!.Version == part.Part.Version
            ? entry.Content
            : null;
        return content is not null;
    }

    public void Set(PartAddress part, byte[] content) => _contents.Set(
        (part.Bucket, part.Part.Name),
        new Entry(part.Part.Version, content),
        new MemoryCacheEntryOptions { Size = BytesPerEntry + content.Length });

    public void Dispose() => _contents.Dispose();

    private sealed record Entry(long Version, byte[] Content);
}
