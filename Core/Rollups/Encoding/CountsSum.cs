using System.Runtime.InteropServices;
using MessagePack;

namespace Pipeline.Core.Rollups.Encoding;

/// <summary>Counts by key are stored as [exact, other, [key …], [count …]], keys in ordinal order.</summary>
internal sealed class CountsSum(Func<KeyedCounts, Rollup> wrap) : PartSum
{
    private const int Columns = 4;

    private readonly KeyTable _keys = new();
    private readonly List<long> _counts = [];
    private long _other;
    private bool _exact = true;

    public static byte[] Encode(KeyedCounts counts) => Packing.Pack((ref MessagePackWriter writer) =>
    {
        KeyValuePair<string, long>[] sorted = [.. counts.Counts.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        writer.WriteArrayHeader(Columns);
        writer.Write(counts.Exact);
        writer.Write(counts.Other);
        writer.WriteArrayHeader(sorted.Length);
        foreach (var (key, _) in sorted)
        {
            writer.Write(key);
        }

        writer.WriteArrayHeader(sorted.Length);
        foreach (var (_, count) in sorted)
        {
            writer.Write(count);
        }
    });

    public override void Add(ReadOnlyMemory<byte> content) => Packing.Unpack(content, (ref MessagePackReader reader) =>
    {
        reader.ReadHeader(Columns);
        _exact &= reader.ReadBoolean();
        _other += reader.ReadInt64();
        var numbers = new int[reader.ReadArrayHeader()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = _keys.NumberOf(reader.ReadUtf8());
        }

        CollectionsMarshal.SetCount(_counts, _keys.Count);
        var counts = CollectionsMarshal.AsSpan(_counts);
        reader.ReadHeader(numbers.Length);
        foreach (var number in numbers)
        {
            counts[number] += reader.ReadInt64();
        }
    });

    public override Rollup ToRollup()
    {
        var counts = new Dictionary<string, long>(_keys.Count);
        for (var number = 0; number < _keys.Count; number++)
        {
            counts.Add(_keys.Text(number), _counts[number]);
        }

        return wrap(new KeyedCounts(counts, _other, _exact));
    }
}
