using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Processing.Raw;

/// <summary>
/// Raw days that no longer change, on their way to the archive. A day is sealed as a whole and at once: its collection is renamed, and what
/// arrives later begins a new one, which may become the day's next generation.
/// </summary>
public interface ISealedDays
{
    /// <summary>
    /// Makes what is stored for the day, and the references to it, that generation. Does nothing when the generation is there already, or when
    /// nothing is stored for the day. Safe to repeat after a crash.
    /// </summary>
    Task SealAsync(SealedDay day, CancellationToken cancellationToken);

    /// <summary>The sealed generations of the days from <paramref name="from"/> to <paramref name="to"/>, both included, in order.</summary>
    Task<IReadOnlyList<SealedDay>> GetAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>
    /// Its events with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, ordered by (timestamp, event id). If the generation is
    /// dropped meanwhile, the rest may be missing.
    /// </summary>
    IAsyncEnumerable<RawEvent> ReadAsync(SealedDay day, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Its events with these keys, in order. Reads no others. None when there is no such generation.</summary>
    Task<IReadOnlyList<RawEvent>> FindAsync(SealedDay day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken);

    /// <summary>Number of its events; 0 when there is no such generation.</summary>
    Task<long> CountAsync(SealedDay day, CancellationToken cancellationToken);

    /// <summary>Drops the generation and the references to its events. Does nothing when there is none.</summary>
    Task DropAsync(SealedDay day, CancellationToken cancellationToken);
}

/// <param name="Day">The UTC day.</param>
/// <param name="Generation">1 for what was sealed first; counts on over sealed and archived generations.</param>
public readonly record struct SealedDay(DateOnly Day, int Generation);
