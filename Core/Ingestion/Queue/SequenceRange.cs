namespace Pipeline.Core.Ingestion.Queue;

/// <summary>Numbers of one producer, from <paramref name="Start"/> up to but not including <paramref name="End"/>.</summary>
public readonly record struct SequenceRange(long Start, long End)
{
    public long Count => End - Start;

    /// <summary>How many numbers two ranges share.</summary>
    public long CountShared(SequenceRange other) => Math.Max(0, Math.Min(End, other.End) - Math.Max(Start, other.Start));
}
