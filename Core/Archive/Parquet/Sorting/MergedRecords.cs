namespace Pipeline.Core.Archive.Parquet.Sorting;

/// <summary>Several sorted sources as one.</summary>
internal sealed class MergedRecords : RecordSource
{
    private readonly IReadOnlyList<RecordSource> _all;
    private readonly PriorityQueue<RecordSource, RecordSource> _heads = new(Comparer<RecordSource>.Create(Compare));
    private RecordSource? _current;

    /// <param name="sources">Disposed of with this one.</param>
    public MergedRecords(IReadOnlyList<RecordSource> sources)
    {
        _all = sources;
        foreach (var source in sources.Where(source => source.MoveNext()))
        {
            _heads.Enqueue(source, source);
        }
    }

    public override ReadOnlySpan<byte> Current => _current!.Current;

    public override UInt128 Prefix => _current!.Prefix;

    public override bool MoveNext()
    {
        if (_current is not null)
        {
            // It is still the head.
            if (_current.MoveNext())
            {
                _heads.DequeueEnqueue(_current, _current);
            }
            else
            {
                _heads.Dequeue();
            }
        }

        return _heads.TryPeek(out _current, out _);
    }

    public override void Dispose()
    {
        foreach (var source in _all)
        {
            source.Dispose();
        }
    }

    private static int Compare(RecordSource one, RecordSource other) =>
        one.Prefix.CompareTo(other.Prefix) is not 0 and var byPrefix ? byPrefix : EventRecord.Compare(one.Current, other.Current);
}
