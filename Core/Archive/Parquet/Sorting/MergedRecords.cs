namespace Pipeline.Core.Archive.Parquet.Sorting;

/// <summary>Several sorted sources as one: a heap of them by their current records.</summary>
internal sealed class MergedRecords : RecordSource
{
    private readonly IReadOnlyList<RecordSource> _all;
    private readonly RecordSource[] _heap;
    private int _size;
    private bool _begun;

    /// <param name="sources">Disposed of with this one.</param>
    public MergedRecords(IReadOnlyList<RecordSource> sources)
    {
        _all = sources;
        _heap = [.. sources.Where(source => source.MoveNext())];
        _size = _heap.Length;
        for (var parent = _size / 2 - 1; parent >= 0; parent--)
        {
            SiftDown(parent);
        }
    }

    public override ReadOnlySpan<byte> Current => _heap[0].Current;

    public override UInt128 Prefix => _heap[0].Prefix;

    public override bool MoveNext()
    {
        // The first record is there already.
        if (_begun && _size > 0)
        {
            if (!_heap[0].MoveNext())
            {
                _heap[0] = _heap[--_size];
            }

            SiftDown(0);
        }

        _begun = true;
        return _size > 0;
    }

    public override void Dispose()
    {
        foreach (var source in _all)
        {
            source.Dispose();
        }
    }

    private void SiftDown(int parent)
    {
        var sinking = _heap[parent];
        for (var child = 2 * parent + 1; child < _size; child = 2 * parent + 1)
        {
            if (child + 1 < _size && Compare(_heap[child + 1], _heap[child]) < 0)
            {
                child++;
            }

            if (Compare(sinking, _heap[child]) <= 0)
            {
                break;
            }

            (_heap[parent], parent) = (_heap[child], child);
        }

        _heap[parent] = sinking;
    }

    private static int Compare(RecordSource one, RecordSource other) =>
        one.Prefix.CompareTo(other.Prefix) is not 0 and var byPrefix ? byPrefix : EventRecord.Compare(one.Current, other.Current);
}
