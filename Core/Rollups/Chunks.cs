namespace Pipeline.Core.Rollups;

/// <summary>Contents are stored in pieces, because a store bounds what one document may hold and a part has no bound.</summary>
public static class Chunks
{
    public const int MaxBytes = 1 << 20;

    /// <summary>How many pieces a content of <paramref name="length"/> bytes has; at least one.</summary>
    public static int CountOf(int length) => Math.Max(1, (length + MaxBytes - 1) / MaxBytes);

    /// <summary>The pieces in their order.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> content)
    {
        for (var chunk = 0; chunk < CountOf(content.Length); chunk++)
        {
            var start = chunk * MaxBytes;
            yield return content.Slice(start, Math.Min(MaxBytes, content.Length - start));
        }
    }
}
