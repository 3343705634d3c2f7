using MessagePack;

namespace Pipeline.Core.Rollups.Encoding;

/// <summary>
/// All parts of a slice in one content, a map of part names to parts: slices are many and small, and always read whole.
/// </summary>
public static class SliceCodec
{
    /// <summary>The name of the one part that a slice is stored with.</summary>
    public const string PartName = "all";

    /// <summary>Null when no part has anything.</summary>
    public static byte[]? Encode(Rollup rollup)
    {
        var parts = RollupPart.All
            .Select(part => (part.Name, Content: part.Encode(rollup)))
            .Where(part => part.Content is not null)
            .ToList();
        return parts.Count == 0 ? null : Packing.Pack((ref MessagePackWriter writer) =>
        {
            writer.WriteMapHeader(parts.Count);
            foreach (var (name, content) in parts)
            {
                writer.Write(name);
                writer.Write(content);
            }
        });
    }

    /// <summary>Adds each part of a slice to the sum of that part.</summary>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    internal static void AddTo(RollupSum sum, ReadOnlyMemory<byte> content) =>
        Packing.Unpack(content, (ref MessagePackReader reader) =>
        {
            for (var left = reader.ReadMapHeader(); left > 0; left--)
            {
                var name = reader.ReadString() ?? "";
                sum.AddPart(name, reader.ReadBinary());
            }
        });
}
