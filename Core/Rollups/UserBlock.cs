using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pipeline.Core.Rollups;

/// <summary>
/// The users of a <see cref="UserSet"/> whose numbers share the upper 16 bits: a sorted list of the lower 16 bits while that is
/// the smaller form, else one bit for each. There is exactly one form for a given content.
/// </summary>
internal sealed class UserBlock
{
    private const int MaxListed = 4_096;
    private const int Words = 65_536 / 64;

    private readonly ushort[]? _list;
    private readonly ulong[]? _bits;

    private UserBlock(ushort high, int count, ushort[]? list, ulong[]? bits) => (High, Count, _list, _bits) = (high, count, list, bits);

    public ushort High { get; }

    public int Count { get; }

    /// <summary>Memory of the content in bytes, which is also its serialised size.</summary>
    public int ContentBytes => ContentBytesOf(Count);

    public static int ContentBytesOf(int count) => count <= MaxListed ? count * sizeof(ushort) : Words * sizeof(ulong);

    /// <param name="high">The upper 16 bits.</param>
    /// <param name="lows">The lower 16 bits, ascending and distinct, at least one.</param>
    public static UserBlock Of(ushort high, ushort[] lows)
    {
        if (lows.Length <= MaxListed)
        {
            return new UserBlock(high, lows.Length, lows, null);
        }

        var bits = new ulong[Words];
        foreach (var low in lows)
        {
            bits[low >> 6] |= 1UL << low;
        }

        return new UserBlock(high, lows.Length, null, bits);
    }

    /// <summary>The union of blocks with the same upper bits.</summary>
    public static UserBlock UnionOf(IReadOnlyList<UserBlock> blocks)
    {
        if (blocks.Count == 1)
        {
            return blocks[0];
        }

        var bits = new ulong[Words];
        foreach (var block in blocks)
        {
            block.AddTo(bits);
        }

        var count = 0;
        foreach (var word in bits)
        {
            count += BitOperations.PopCount(word);
        }

        return count <= MaxListed
            ? new UserBlock(blocks[0].High, count, ListOf(bits, count), null)
            : new UserBlock(blocks[0].High, count, null, bits);
    }

    public bool Contains(ushort low) =>
        _list is not null ? Array.BinarySearch(_list, low) >= 0 : (_bits![low >> 6] & (1UL << low)) != 0;

    /// <summary>Writes <see cref="ContentBytes"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        if (_list is not null)
        {
            foreach (var low in _list)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(target, low);
                target = target[sizeof(ushort)..];
            }
        }
        else
        {
            foreach (var word in _bits!)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(target, word);
                target = target[sizeof(ulong)..];
            }
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> makes.</exception>
    public static UserBlock Read(ushort high, int count, ReadOnlySpan<byte> source)
    {
        if (count <= MaxListed)
        {
            var list = new ushort[count];
            for (var i = 0; i < count; i++)
            {
                list[i] = BinaryPrimitives.ReadUInt16LittleEndian(source[(i * sizeof(ushort))..]);
                if (i > 0 && list[i] <= list[i - 1])
                {
                    throw new InvalidDataException("The users of a block are not ascending.");
                }
            }

            return new UserBlock(high, count, list, null);
        }

        var bits = new ulong[Words];
        var found = 0;
        for (var i = 0; i < Words; i++)
        {
            bits[i] = BinaryPrimitives.ReadUInt64LittleEndian(source[(i * sizeof(ulong))..]);
            found += BitOperations.PopCount(bits[i]);
        }

        if (found != count)
        {
            throw new InvalidDataException("A block does not have as many users as it says.");
        }

        return new UserBlock(high, count, null, bits);
    }

    private void AddTo(ulong[] target)
    {
        if (_list is not null)
        {
            foreach (var low in _list)
            {
                target[low >> 6] |= 1UL << low;
            }

            return;
        }

        var sums = MemoryMarshal.Cast<ulong, Vector<ulong>>(target.AsSpan());
        var added = MemoryMarshal.Cast<ulong, Vector<ulong>>(_bits.AsSpan());
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] |= added[i];
        }
    }

    private static ushort[] ListOf(ulong[] bits, int count)
    {
        var list = new ushort[count];
        var next = 0;
        for (var i = 0; i < Words; i++)
        {
            for (var word = bits[i]; word != 0; word &= word - 1)
            {
                list[next++] = (ushort)((i << 6) + BitOperations.TrailingZeroCount(word));
            }
        }

        return list;
    }
}
