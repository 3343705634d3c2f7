using MessagePack;

namespace Pipeline.Core.Rollups.Encoding;

/// <summary>What a bucket knows of its parts, as bytes for adapters to keep.</summary>
internal static class PartListCodec
{
    private const int Fields = 4;

    public static byte[] Encode(IReadOnlyList<BucketPart> parts) => Packing.Pack((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(parts.Count);
        foreach (var part in parts)
        {
            writer.WriteArrayHeader(Fields);
            writer.Write(part.Name);
            writer.Write(part.Version);
            writer.Write(part.Hash);
            writer.Write(part.Length);
        }
    });

    /// <exception cref="DamagedBucketException">The list is damaged.</exception>
    public static IReadOnlyList<BucketPart> Decode(BucketKey bucket, ReadOnlyMemory<byte> content)
    {
        BucketPart[] parts = [];
        try
        {
            Packing.Unpack(content, (ref MessagePackReader reader) =>
            {
                parts = new BucketPart[reader.ReadArrayHeader()];
                for (var i = 0; i < parts.Length; i++)
                {
                    reader.ReadHeader(Fields);
                    parts[i] = new BucketPart(reader.ReadString() ?? "", reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32());
                }
            });
        }
        catch (InvalidDataException e)
        {
            throw new DamagedBucketException(bucket, "its list of parts", e);
        }

        return parts;
    }
}
