using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pipeline.Core.Rollups.UserSets;

/// <summary>
/// Reads the containers of a bitmap in the portable Roaring format (RoaringFormatSpec), one after another: each holds the lower 16
/// bits of the numbers that share their upper 16.
/// </summary>
internal ref struct RoaringReader
{
    public const uint CookieWithoutRuns = 12_346;
    public const int BytesPerDescription = 2 * sizeof(ushort);

    private const uint CookieWithRuns = 12_347;
    private const int MinContainersForOffsets = 4;

    private readonly int _containers;
    private readonly ReadOnlySpan<byte> _runFlags;
    private readonly ReadOnlySpan<byte> _descriptions;
    private ReadOnlySpan<byte> _rest;
    private int _next;

    /// <exception cref="InvalidDataException">The bytes are not in that format.</exception>
    public RoaringReader(ReadOnlySpan<byte> bytes)
    {
        _rest = bytes;
        var cookie = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
        var hasRuns = (cookie & ushort.MaxValue) == CookieWithRuns;
        if (!hasRuns && cookie != CookieWithoutRuns)
        {
            throw new InvalidDataException("A user set does not begin like a Roaring bitmap.");
        }

        var count = hasRuns ? (cookie >> 16) + 1 : BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
        if (count > ushort.MaxValue + 1)
        {
            throw new InvalidDataException("A user set has more containers than are possible.");
        }

        _containers = (int)count;
        _runFlags = hasRuns ? Take((_containers + 7) / 8) : [];
        _descriptions = Take(_containers * BytesPerDescription);
        if (!hasRuns || _containers >= MinContainersForOffsets)
        {
            // Containers follow each other without gaps, so their offsets say nothing new.
            Take(_containers * sizeof(uint));
        }
    }

    public ushort High { get; private set; }

    /// <summary>How many numbers the container has.</summary>
    public int Count { get; private set; }

    /// <summary>Ascending numbers; empty when the container has another form.</summary>
    public ReadOnlySpan<ushort> List { get; private set; }

    /// <summary>One bit for each number; empty when the container has another form.</summary>
    public ReadOnlySpan<ulong> Bits { get; private set; }

    /// <summary>Pairs of a first number and how many follow it; empty when the container has another form.</summary>
    public ReadOnlySpan<ushort> Runs { get; private set; }

    /// <summary>Moves to the next container; false after the last.</summary>
    /// <exception cref="InvalidDataException">The bytes are not in that format.</exception>
    public bool Read()
    {
        if (_next == _containers)
        {
            return _rest.IsEmpty ? false : throw new InvalidDataException("A user set has bytes after its last container.");
        }

        var description = _descriptions[(_next * BytesPerDescription)..];
        var high = BinaryPrimitives.ReadUInt16LittleEndian(description);
        if (_next > 0 && high <= High)
        {
            throw new InvalidDataException("The containers of a user set are not ascending.");
        }

        (High, Count) = (high, BinaryPrimitives.ReadUInt16LittleEndian(description[sizeof(ushort)..]) + 1);
        List = [];
        Bits = [];
        Runs = [];
        if (!_runFlags.IsEmpty && (_runFlags[_next / 8] & (1 << (_next % 8))) != 0)
        {
            Runs = Numbers(2 * BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort))));
        }
        else if (Count <= UserBlock.MaxListed)
        {
            List = Numbers(Count);
        }
        else
        {
            Bits = MemoryMarshal.Cast<byte, ulong>(Take(UserBlock.Words * sizeof(ulong)));
        }

        _next++;
        return true;
    }

    private ReadOnlySpan<ushort> Numbers(int count) => MemoryMarshal.Cast<byte, ushort>(Take(count * sizeof(ushort)));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
        {
            throw new InvalidDataException("A user set ends too early.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
