using System.Numerics;
using System.Runtime.InteropServices;

namespace Pipeline.Core.Rollups.UserSets;

/// <summary>
/// The users of a <see cref="UserSet"/> whose numbers share the upper 16 bits: a sorted list of the lower 16 bits while that is
/// the smaller form, else one bit for each. There is exactly one form for a given content. Both lie in memory as Roaring containers
/// are stored, which is little-endian; so are all machines that .NET runs on today.
/// </summary>
internal sealed class UserBlock
{
    public const int MaxListed = 4_096;
    public const int Words = 65_536 / 64;

    private readonly ushort[]? _list;
    private readonly ulong[]? _bits;

    private UserBlock(ushort high, int count, ushort[]? list, ulong[]? bits) => (High, Count, _list, _bits) = (high, count, list, bits);

    public ushort High { get; }

    public int Count { get; }

    /// <summary>Memory of the content, which is also its stored form.</summary>
    public ReadOnlySpan<byte> Content => _list is null ? MemoryMarshal.AsBytes<ulong>(_bits) : MemoryMarshal.AsBytes<ushort>(_list);

    /// <param name="high">The upper 16 bits.</param>
    /// <param name="lows">The lower 16 bits, ascending and distinct, at least one.</param>
    public static UserBlock Of(ushort high, ReadOnlySpan<ushort> lows)
    {
        if (lows.Length <= MaxListed)
        {
            return new UserBlock(high, lows.Length, lows.ToArray(), null);
        }

        var bits = new ulong[Words];
        Set(bits, lows);
        return new UserBlock(high, lows.Length, null, bits);
    }

    /// <param name="high">The upper 16 bits.</param>
    /// <param name="bits">A bit for each user, at least one; the block keeps it.</param>
    public static UserBlock Of(ushort high, ulong[] bits)
    {
        var count = 0;
        foreach (var word in bits)
        {
            count += BitOperations.PopCount(word);
        }

        return count <= MaxListed
            ? new UserBlock(high, count, ListOf(bits, count), null)
            : new UserBlock(high, count, null, bits);
    }

    public bool Contains(ushort low) =>
        _list is not null ? Array.BinarySearch(_list, low) >= 0 : (_bits![low >> 6] & (1UL << low)) != 0;

    /// <summary>Adds the block's users to others.</summary>
    public void AddTo(UserSetSum sum)
    {
        if (_list is not null)
        {
            sum.Add(High, _list);
        }
        else
        {
            sum.Add(High, (ReadOnlySpan<ulong>)_bits);
        }
    }

    public static void Set(ulong[] bits, ReadOnlySpan<ushort> lows)
    {
        foreach (var low in lows)
        {
            bits[low >> 6] |= 1UL << low;
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
