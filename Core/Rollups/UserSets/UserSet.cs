using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pipeline.Core.Rollups.UserSets;

/// <summary>
/// A set of user numbers as a Roaring bitmap: small when sparse, one bit a user when dense. Immutable, so that it can be shared
/// through caches.
/// </summary>
/// <remarks>
/// Our own instead of CRoaring's: the union of a range is made from stored bytes without building the sets first, which took a third
/// to a fifth of the time (76 sets of 110,000 out of a million users: 0.6 to 1.3 ms against 3.1 to 3.8 ms), and it needs no native
/// code. Tests compare the two.
/// </remarks>
public sealed class UserSet
{
    public static readonly UserSet Empty = new([]);

    private const int BytesPerHeader = 2 * sizeof(uint);

    private UserSet(UserBlock[] blocks)
    {
        Blocks = blocks;
        Count = blocks.Sum(block => block.Count);
    }

    public int Count { get; }

    /// <summary>Ascending by their upper bits, none empty.</summary>
    internal IReadOnlyList<UserBlock> Blocks { get; }

    internal int ByteCount => BytesPerHeader
        + Blocks.Sum(block => RoaringReader.BytesPerDescription + sizeof(uint) + block.Content.Length);

    /// <param name="numbers">User numbers, ≥ 0, in any order, repeated or not.</param>
    public static UserSet Of(IEnumerable<int> numbers)
    {
        var sorted = numbers.ToArray();
        if (sorted.Length == 0)
        {
            return Empty;
        }

        Array.Sort(sorted);
        ArgumentOutOfRangeException.ThrowIfNegative(sorted[0], nameof(numbers));

        var blocks = new List<UserBlock>();
        var lows = new List<ushort>();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                lows.Add((ushort)sorted[i]);
            }

            if (i < sorted.Length - 1 && sorted[i] >> 16 == sorted[i + 1] >> 16)
            {
                continue;
            }

            blocks.Add(UserBlock.Of((ushort)(sorted[i] >> 16), CollectionsMarshal.AsSpan(lows)));
            lows.Clear();
        }

        return new UserSet([.. blocks]);
    }

    /// <summary>The users of all sets.</summary>
    public static UserSet UnionOf(IEnumerable<UserSet> sets)
    {
        var parts = sets.Where(set => set.Count > 0).ToList();
        if (parts.Count <= 1)
        {
            return parts.Count == 1 ? parts[0] : Empty;
        }

        var sum = new UserSetSum();
        parts.ForEach(sum.Add);
        return sum.ToSet();
    }

    public UserSet Union(UserSet other) => UnionOf([this, other]);

    public bool Contains(int number)
    {
        var high = number >> 16;
        var (low, end) = (0, Blocks.Count - 1);
        while (low <= end)
        {
            var middle = (low + end) / 2;
            if (Blocks[middle].High == high)
            {
                return Blocks[middle].Contains((ushort)number);
            }

            if (Blocks[middle].High < high)
            {
                low = middle + 1;
            }
            else
            {
                end = middle - 1;
            }
        }

        return false;
    }

    /// <summary>The portable Roaring format without run containers. Equal sets have equal bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[ByteCount];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, RoaringReader.CookieWithoutRuns);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(uint)), Blocks.Count);
        var description = bytes.AsSpan(BytesPerHeader);
        var offset = description[(Blocks.Count * RoaringReader.BytesPerDescription)..];
        var content = BytesPerHeader + Blocks.Count * (RoaringReader.BytesPerDescription + sizeof(uint));
        foreach (var block in Blocks)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(description, block.High);
            BinaryPrimitives.WriteUInt16LittleEndian(description[sizeof(ushort)..], (ushort)(block.Count - 1));
            BinaryPrimitives.WriteInt32LittleEndian(offset, content);
            block.Content.CopyTo(bytes.AsSpan(content));
            description = description[RoaringReader.BytesPerDescription..];
            offset = offset[sizeof(uint)..];
            content += block.Content.Length;
        }

        return bytes;
    }

    /// <param name="bytes">A bitmap in the portable Roaring format, whoever wrote it.</param>
    /// <exception cref="InvalidDataException">The bytes are not in that format.</exception>
    public static UserSet FromBytes(ReadOnlySpan<byte> bytes)
    {
        var sum = new UserSetSum();
        sum.Add(bytes);
        return sum.ToSet();
    }

    internal static UserSet OfBlocks(UserBlock[] blocks) => blocks.Length == 0 ? Empty : new UserSet(blocks);
}
