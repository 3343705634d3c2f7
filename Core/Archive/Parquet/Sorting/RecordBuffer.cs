using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parquet.Sorting;

/// <summary>Records in memory, up to a number of bytes. It keeps its memory when it is cleared, to be filled again. Not thread-safe.</summary>
internal sealed class RecordBuffer(long maxBytes)
{
    private const int SlabBytes = 1 << 20;
    private const int EntryBytes = 32;

    private readonly List<byte[]> _slabs = [];
    private readonly List<Entry> _entries = [];
    private int _slab;
    private int _usedOfSlab;

    public int Count => _entries.Count;

    /// <summary>False when a record of this size would take more memory than there may be, unless it is the only one.</summary>
    public bool HasRoomFor(int size) =>
        Count == 0 || (_slab + 1L) * SlabBytes + (_usedOfSlab + size > SlabBytes ? Math.Max(size, SlabBytes) : 0) + Count * (long)EntryBytes <= maxBytes;

    /// <returns>The record, until the buffer is cleared.</returns>
    public ReadOnlySpan<byte> Add(in RawEvent raw)
    {
        var target = Reserve(EventRecord.MaxSize(raw));
        var start = _usedOfSlab;
        var record = target[..EventRecord.Write(raw, target)];
        _usedOfSlab += record.Length;
        _entries.Add(new Entry(EventRecord.PrefixOf(record), _slab, start, record.Length));
        return record;
    }

    public void Clear()
    {
        _entries.Clear();
        (_slab, _usedOfSlab) = (0, 0);
    }

    /// <summary>Sorts the records and gives them; they stay in the buffer.</summary>
    public RecordSource Sort()
    {
        _entries.Sort(Compare);
        return new Sorted(this);
    }

    private int Compare(Entry one, Entry other) =>
        one.Prefix.CompareTo(other.Prefix) is not 0 and var byPrefix ? byPrefix : EventRecord.Compare(RecordOf(one), RecordOf(other));

    private ReadOnlySpan<byte> RecordOf(Entry entry) => _slabs[entry.Slab].AsSpan(entry.Start, entry.Length);

    private Span<byte> Reserve(int size)
    {
        if (_slabs.Count == 0)
        {
            _slabs.Add(new byte[Math.Max(size, SlabBytes)]);
        }
        else if (_usedOfSlab + size > _slabs[_slab].Length)
        {
            (_slab, _usedOfSlab) = (_slab + 1, 0);
            if (_slab == _slabs.Count)
            {
                _slabs.Add(new byte[Math.Max(size, SlabBytes)]);
            }
            else if (_slabs[_slab].Length < size)
            {
                _slabs[_slab] = new byte[size];
            }
        }

        return _slabs[_slab].AsSpan(_usedOfSlab);
    }

    private readonly record struct Entry(UInt128 Prefix, int Slab, int Start, int Length);

    private sealed class Sorted(RecordBuffer buffer) : RecordSource
    {
        private int _index = -1;

        public override ReadOnlySpan<byte> Current => buffer.RecordOf(buffer._entries[_index]);

        public override UInt128 Prefix => buffer._entries[_index].Prefix;

        public override bool MoveNext() => ++_index < buffer._entries.Count;

        public override void Dispose()
        {
            // The buffer belongs to the sorter.
        }
    }
}
