namespace Pipeline.Core.Archive.Parquet.Sorting;

/// <summary>Records of events, one after the other, in order. Not thread-safe.</summary>
internal abstract class RecordSource : IDisposable
{
    /// <summary>The record, until the next call of <see cref="MoveNext"/>.</summary>
    public abstract ReadOnlySpan<byte> Current { get; }

    /// <summary>The first bytes of its user, see <see cref="EventRecord.PrefixOf"/>: most comparisons need no more.</summary>
    public abstract UInt128 Prefix { get; }

    /// <returns>False when there are no more.</returns>
    public abstract bool MoveNext();

    public abstract void Dispose();
}
