using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Api.Ingest;

/// <summary>
/// The identity under which this process numbers what it sends, whichever lane sends it. Numbers are never reused: those of a send
/// that failed, but may have arrived, become void, and the next envelope says so.
/// </summary>
internal sealed class Producer
{
    private readonly Lock _lock = new();
    private readonly List<SequenceRange> _void = [];
    private long _next;

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Takes the next <paramref name="count"/> numbers.</summary>
    public SequenceRange Take(int count)
    {
        var end = Interlocked.Add(ref _next, count);
        return new SequenceRange(end - count, end);
    }

    /// <summary>Notes numbers that were not acknowledged to any client.</summary>
    public void AddVoid(IEnumerable<SequenceRange> ranges)
    {
        lock (_lock)
        {
            // Joined, so that an outage of any length leaves one range.
            SequenceRange[] joined = [.. SequenceRange.Join([.. _void, .. ranges.Where(range => range.Count > 0)])];
            _void.Clear();
            _void.AddRange(joined);
        }
    }

    /// <summary>Hands over the void numbers that an envelope has to report. Give them back if it fails.</summary>
    public IReadOnlyList<SequenceRange> TakeVoid()
    {
        lock (_lock)
        {
            var taken = _void.GetRange(0, Math.Min(_void.Count, EnvelopeCodec.MaxVoidRanges));
            _void.RemoveRange(0, taken.Count);
            return taken;
        }
    }
}
