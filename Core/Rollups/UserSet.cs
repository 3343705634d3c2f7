using System.Buffers.Binary;

namespace Pipeline.Core.Rollups;

/// <summary>A set of user numbers as a compressed bitmap: small when sparse, one bit a user when dense. Immutable.</summary>
public sealed class UserSet
{
    public static readonly UserSet Empty = new([]);

    private const int HeaderBytes = 2 * sizeof(ushort);

    // Ascending by their upper bits, none empty.
    private readonly UserBlock[] _blocks;

    private UserSet(UserBlock[] blocks)
    {
        _blocks = blocks;
        Count = blocks.Sum(block => block.Count);
    }

    public int Count { get; }

    internal int ByteCount => _blocks.Sum(block => HeaderBytes + block.ContentBytes);

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

            blocks.Add(UserBlock.Of((ushort)(sorted[i] >> 16), [.. lows]));
            lows.Clear();
        }

        return new UserSet([.. blocks]);
    }

    /// <summary>The users of all sets.</summary>
    public static UserSet UnionOf(IEnumerable<UserSet> sets)
    {
        var parts = sets.Where(set => set.Count > 0).ToList();
        return parts.Count switch
        {
            0 => Empty,
            1 => parts[0],
            _ => new UserSet([.. parts
                .SelectMany(set => set._blocks)
                .GroupBy(block => block.High)
                .OrderBy(group => group.Key)
                .Select(group => UserBlock.UnionOf([.. group]))]),
        };
    }

    public UserSet Union(UserSet other) => UnionOf([this, other]);

    public bool Contains(int number)
    {
        var high = number >> 16;
        var (low, end) = (0, _blocks.Length - 1);
        while (low <= end)
        {
            var middle = (low + end) / 2;
            if (_blocks[middle].High == high)
            {
                return _blocks[middle].Contains((ushort)number);
            }

            if (_blocks[middle].High < high)
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

    /// <summary>Equal sets have equal bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[ByteCount];
        var rest = bytes.AsSpan();
        foreach (var block in _blocks)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, block.High);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[sizeof(ushort)..], (ushort)(block.Count - 1));
            block.Write(rest[HeaderBytes..]);
            rest = rest[(HeaderBytes + block.ContentBytes)..];
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are not what <see cref="ToBytes"/> makes.</exception>
    public static UserSet FromBytes(ReadOnlySpan<byte> bytes)
    {
        var blocks = new List<UserBlock>();
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < HeaderBytes)
            {
                throw new InvalidDataException("A user set ends within a block.");
            }

            var high = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[sizeof(ushort)..]) + 1;
            var size = HeaderBytes + UserBlock.ContentBytesOf(count);
            if (bytes.Length < size)
            {
                throw new InvalidDataException("A user set ends within a block.");
            }

            if (blocks.Count > 0 && high <= blocks[^1].High)
            {
                throw new InvalidDataException("The blocks of a user set are not ascending.");
            }

            blocks.Add(UserBlock.Read(high, count, bytes[HeaderBytes..size]));
            bytes = bytes[size..];
        }

        return blocks.Count == 0 ? Empty : new UserSet([.. blocks]);
    }
}
