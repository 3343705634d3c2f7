using System.Runtime.InteropServices;
using ParquetSharp;

namespace Pipeline.Core.Archive.Parquet.Columns;

/// <summary>The UTF-8 texts of one column of a row group, one after the other. Not thread-safe.</summary>
internal sealed class TextColumn
{
    private const short Present = 1;
    private const int FirstBytes = 64 << 10;

    private readonly bool _optional;
    private readonly int[] _ends;
    private readonly short[] _levels;
    private readonly ByteArray[] _values;

    // Pinned: the Parquet writer gets pointers into it.
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(FirstBytes, pinned: true);
    private int _used;

    /// <param name="capacity">Most rows.</param>
    /// <param name="optional">Whether there may be nulls.</param>
    public TextColumn(int capacity, bool optional)
    {
        _optional = optional;
        _ends = new int[capacity];
        _levels = new short[capacity];
        _values = new ByteArray[capacity];
    }

    public int Count { get; private set; }

    /// <summary>The text of a row; empty for null.</summary>
    public ReadOnlySpan<byte> this[int row] => _bytes.AsSpan((row == 0 ? 0 : _ends[row - 1]).._ends[row]);

    public void Clear() => Count = _used = 0;

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Reserve(text.Length));
        End(text.Length, Present);
    }

    /// <param name="text">Well-formed text, or null.</param>
    public void Append(string? text)
    {
        if (text is null)
        {
            AppendNull();
            return;
        }

        End(System.Text.Encoding.UTF8.GetBytes(text, Reserve(System.Text.Encoding.UTF8.GetMaxByteCount(text.Length))), Present);
    }

    public void AppendNull() => End(0, level: 0);

    public bool EqualTo(TextColumn other) =>
        Count == other.Count
        && _bytes.AsSpan(0, _used).SequenceEqual(other._bytes.AsSpan(0, other._used))
        && _ends.AsSpan(0, Count).SequenceEqual(other._ends.AsSpan(0, Count))
        && _levels.AsSpan(0, Count).SequenceEqual(other._levels.AsSpan(0, Count));

    public void WriteTo(ColumnWriter column)
    {
        var present = 0;
        var start = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        for (var row = 0; row < Count; row++)
        {
            if (_levels[row] == Present)
            {
                var begin = row == 0 ? 0 : _ends[row - 1];
                _values[present++] = new ByteArray(start + begin, _ends[row] - begin);
            }
        }

        var writer = (ColumnWriter<ByteArray>)column;
        if (_optional)
        {
            writer.WriteBatch(Count, _levels.AsSpan(0, Count), default, _values.AsSpan(0, present));
        }
        else
        {
            writer.WriteBatch(_values.AsSpan(0, present));
        }
    }

    /// <summary>Appends the rows of a column chunk.</summary>
    public void ReadFrom(ColumnReader column, int rows)
    {
        var reader = (ColumnReader<ByteArray>)column;
        while (Count < rows)
        {
            // One page at most: the pointers are good until the next call.
            var levels = _levels.AsSpan(Count, rows - Count);
            var read = (int)(_optional
                ? reader.ReadBatch(levels.Length, levels, default, _values, out var present)
                : reader.ReadBatch(levels.Length, _values, out present));
            if (read == 0)
            {
                throw new UnexpectedPartException("a column has too few rows");
            }

            var value = 0;
            for (var row = 0; row < read; row++)
            {
                if (_optional && levels[row] != Present)
                {
                    AppendNull();
                }
                else
                {
                    Append(NativeBytes.Span(_values[value].Pointer, _values[value].Length));
                    value++;
                }
            }

            if (value != present)
            {
                throw new UnexpectedPartException("a column's values and nulls do not add up");
            }
        }
    }

    private Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - _used < bytes)
        {
            var larger = GC.AllocateUninitializedArray<byte>(Math.Max(_bytes.Length * 2, _used + bytes), pinned: true);
            _bytes.AsSpan(0, _used).CopyTo(larger);
            _bytes = larger;
        }

        return _bytes.AsSpan(_used);
    }

    private void End(int bytes, short level)
    {
        _used += bytes;
        _ends[Count] = _used;
        _levels[Count] = level;
        Count++;
    }
}
