using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Processing.Raw;

/// <summary>
/// Raw events, one collection per UTC day, keyed by (timestamp, event id) and by nothing else. A day can be sealed (<see cref="ISealedDays"/>):
/// its events are no longer in here, and later ones begin a new collection.
/// </summary>
public interface IRawStore
{
    /// <summary>
    /// Stores the events of one UTC day; safe to repeat. The answer has one outcome per event, in order:
    /// <see cref="InsertOutcome.Stored"/> if the event is stored and came from its <see cref="RawEvent.Origin"/> (now, or by an
    /// earlier delivery of the same envelope), <see cref="InsertOutcome.Duplicate"/> if another origin had stored it before.
    /// </summary>
    /// <exception cref="Plumbing.Storage.TransientStorageException">Try again later; nothing is wrong with the events.</exception>
    /// <exception cref="Plumbing.Storage.PermanentStorageException">At least one of these events can never be stored; none of the call's
    /// events may be assumed stored.</exception>
    Task<IReadOnlyList<InsertOutcome>> InsertAsync(DateOnly day, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken);

    /// <summary>Events with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, ordered by (timestamp, event id).</summary>
    IAsyncEnumerable<RawEvent> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>The events with these keys that are stored, each once, ordered as the other overload's. Reads no others.</summary>
    IAsyncEnumerable<RawEvent> ReadAsync(IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// The time of the first event with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, found by seeking, not by
    /// reading; null when there is none.
    /// </summary>
    Task<DateTimeOffset?> FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>The UTC days that have a collection, oldest first.</summary>
    Task<IReadOnlyList<DateOnly>> GetDaysAsync(CancellationToken cancellationToken);

    /// <summary>Number of events stored for a day; 0 when the day has no collection.</summary>
    Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>
    /// Removes those of the events, all of one UTC day, that are stored and came from the given origin. What another origin has stored under
    /// the same key stays.
    /// </summary>
    Task RemoveAsync(DateOnly day, IReadOnlyCollection<RawEvent> events, CancellationToken cancellationToken);
}

public enum InsertOutcome
{
    Stored,
    Duplicate,
}
