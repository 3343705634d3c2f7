using System.Numerics;
using System.Runtime.InteropServices;

namespace Pipeline.Core.Rollups.UserSets;

/// <summary>The union of many sets while it is made, out of sets and of stored ones. Not thread-safe.</summary>
internal sealed class UserSetSum
{
    /// <summary>A list with more entries than this, including repeated ones, becomes bits: memory grows with what was added.</summary>
    private const int MaxWaiting = 1_024;

    private readonly List<Block> _blocks = [];
    private int _last;

    public void Add(UserSet set)
    {
        foreach (var block in set.Blocks)
        {
            block.AddTo(this);
        }
    }

    /// <param name="stored">A set as <see cref="UserSet.ToBytes"/> or any other writer of the portable Roaring format makes it.</param>
    /// <exception cref="InvalidDataException">The bytes are not in that format.</exception>
    public void Add(ReadOnlySpan<byte> stored)
    {
        var container = new RoaringReader(stored);
        while (container.Read())
        {
            if (!container.List.IsEmpty)
            {
                Add(container.High, container.List);
            }
            else if (!container.Bits.IsEmpty)
            {
                Add(container.High, container.Bits);
            }
            else
            {
                AddRuns(container.High, container.Runs);
            }
        }
    }

    public void Add(ushort high, ReadOnlySpan<ushort> lows)
    {
        var block = BlockOf(high);
        if (block.Bits is null && block.Waiting.Count + lows.Length <= MaxWaiting)
        {
            block.Waiting.AddRange(lows);
        }
        else
        {
            UserBlock.Set(block.ToBits(), lows);
        }
    }

    public void Add(ushort high, ReadOnlySpan<ulong> bits)
    {
        var sums = MemoryMarshal.Cast<ulong, Vector<ulong>>(BlockOf(high).ToBits().AsSpan());
        var added = MemoryMarshal.Cast<ulong, Vector<ulong>>(bits);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] |= added[i];
        }
    }

    public UserSet ToSet() => UserSet.OfBlocks([.. _blocks.Select(block => block.ToBlock())]);

    private void AddRuns(ushort high, ReadOnlySpan<ushort> runs)
    {
        if (runs.IsEmpty)
        {
            return;
        }

        var bits = BlockOf(high).ToBits();
        for (var i = 0; i < runs.Length; i += 2)
        {
            var (first, last) = (runs[i], runs[i] + runs[i + 1]);
            if (last > ushort.MaxValue)
            {
                throw new InvalidDataException("A run of a user set extends beyond its container.");
            }

            for (int low = first; low <= last; low++)
            {
                bits[low >> 6] |= 1UL << low;
            }
        }
    }

    // Sets have ascending blocks, and mostly the same ones: the search goes on from the block that was found last.
    private Block BlockOf(ushort high)
    {
        if (_last >= _blocks.Count || _blocks[_last].High > high)
        {
            _last = 0;
        }

        while (_last < _blocks.Count && _blocks[_last].High < high)
        {
            _last++;
        }

        if (_last == _blocks.Count || _blocks[_last].High != high)
        {
            _blocks.Insert(_last, new Block(high));
        }

        return _blocks[_last];
    }

    private sealed class Block(ushort high)
    {
        public ushort High => high;

        public List<ushort> Waiting { get; } = [];

        public ulong[]? Bits { get; private set; }

        public ulong[] ToBits()
        {
            if (Bits is null)
            {
                Bits = new ulong[UserBlock.Words];
                UserBlock.Set(Bits, CollectionsMarshal.AsSpan(Waiting));
                Waiting.Clear();
                Waiting.Capacity = 0;
            }

            return Bits;
        }

        public UserBlock ToBlock()
        {
            if (Bits is not null)
            {
                return UserBlock.Of(high, Bits);
            }

            Waiting.Sort();
            var distinct = 1;
            for (var i = 1; i < Waiting.Count; i++)
            {
                if (Waiting[i] != Waiting[distinct - 1])
                {
                    Waiting[distinct++] = Waiting[i];
                }
            }

            return UserBlock.Of(high, CollectionsMarshal.AsSpan(Waiting)[..distinct]);
        }
    }
}
