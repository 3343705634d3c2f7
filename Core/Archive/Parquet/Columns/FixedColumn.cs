using System.Runtime.InteropServices;
using ParquetSharp;

namespace Pipeline.Core.Archive.Parquet.Columns;

/// <summary>Values of one length, of one column of a row group; a null has its place, filled with zeros. Not thread-safe.</summary>
internal sealed class FixedColumn
{
    private const short Present = 1;

    private readonly int _width;
    private readonly bool _optional;
    private readonly short[] _levels;
    private readonly FixedLenByteArray[] _values;

    // Pinned: the Parquet writer gets pointers into it.
    private readonly byte[] _bytes;

    /// <param name="width">Bytes of a value.</param>
    /// <param name="capacity">Most rows.</param>
    /// <param name="optional">Whether there may be nulls.</param>
    public FixedColumn(int width, int capacity, bool optional)
    {
        _width = width;
        _optional = optional;
        _levels = new short[capacity];
        _values = new FixedLenByteArray[capacity];
        _bytes = GC.AllocateUninitializedArray<byte>(width * capacity, pinned: true);
    }

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int row] => _bytes.AsSpan(row * _width, _width);

    public void Clear() => Count = 0;

    /// <summary>Where the next value goes.</summary>
    public Span<byte> Append() => Place(Present);

    public void Append(ReadOnlySpan<byte> value) => value.CopyTo(Place(Present));

    public void AppendNull() => Place(level: 0).Clear();

    public bool EqualTo(FixedColumn other) =>
        Count == other.Count
        && _bytes.AsSpan(0, Count * _width).SequenceEqual(other._bytes.AsSpan(0, Count * _width))
        && _levels.AsSpan(0, Count).SequenceEqual(other._levels.AsSpan(0, Count));

    public void WriteTo(ColumnWriter column)
    {
        var present = 0;
        var start = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        for (var row = 0; row < Count; row++)
        {
            if (_levels[row] == Present)
            {
                _values[present++] = new FixedLenByteArray(start + row * _width);
            }
        }

        var writer = (ColumnWriter<FixedLenByteArray>)column;
        if (_optional)
        {
            writer.WriteBatch(Count, _levels.AsSpan(0, Count), default, _values.AsSpan(0, present));
        }
        else
        {
            writer.WriteBatch(_values.AsSpan(0, present));
        }
    }

    /// <summary>Appends the rows of a column chunk, whose values have this column's length.</summary>
    public void ReadFrom(ColumnReader column, int rows)
    {
        var reader = (ColumnReader<FixedLenByteArray>)column;
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
                    Append(NativeBytes.Span(_values[value].Pointer, _width));
                    value++;
                }
            }

            if (value != present)
            {
                throw new UnexpectedPartException("a column's values and nulls do not add up");
            }
        }
    }

    private Span<byte> Place(short level)
    {
        _levels[Count] = level;
        return _bytes.AsSpan(Count++ * _width, _width);
    }
}
