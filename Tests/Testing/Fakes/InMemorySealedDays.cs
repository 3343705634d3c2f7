using System.Runtime.CompilerServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Testing.Fakes;

/// <summary>Sealed days in memory, over the days of an <see cref="InMemoryRawStore"/>, which gives it out.</summary>
public sealed class InMemorySealedDays : ISealedDays
{
    private readonly Lock _lock;
    private readonly SortedDictionary<DateOnly, SortedDictionary<EventKey, RawEvent>> _open;
    private readonly Dictionary<SealedDay, SortedDictionary<EventKey, RawEvent>> _sealed = [];

    /// <param name="gate">Held by whoever uses the days.</param>
    /// <param name="open">The open days, shared with the raw store.</param>
    internal InMemorySealedDays(Lock gate, SortedDictionary<DateOnly, SortedDictionary<EventKey, RawEvent>> open) =>
        (_lock, _open) = (gate, open);

    public Task SealAsync(SealedDay day, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_open.TryGetValue(day.Day, out var events) && events.Count > 0 && _sealed.TryAdd(day, events))
            {
                _open.Remove(day.Day);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SealedDay>> GetAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<SealedDay>>(
                [.. _sealed.Keys.Where(day => day.Day >= from && day.Day <= to).OrderBy(day => day.Day).ThenBy(day => day.Generation)]);
        }
    }

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        SealedDay day, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var raw in EventsOf(day).Where(raw => raw.Event.Timestamp >= from && raw.Event.Timestamp < to))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return raw;
        }

        await Task.CompletedTask;
    }

    public Task<IReadOnlyList<RawEvent>> FindAsync(
        SealedDay day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToHashSet();
        return Task.FromResult<IReadOnlyList<RawEvent>>([.. EventsOf(day).Where(raw => wanted.Contains(raw.Event.Key))]);
    }

    public Task<long> CountAsync(SealedDay day, CancellationToken cancellationToken) => Task.FromResult((long)EventsOf(day).Count);

    public Task DropAsync(SealedDay day, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _sealed.Remove(day);
        }

        return Task.CompletedTask;
    }

    // A sealed generation no longer changes.
    private IReadOnlyCollection<RawEvent> EventsOf(SealedDay day)
    {
        lock (_lock)
        {
            return _sealed.TryGetValue(day, out var events) ? events.Values : [];
        }
    }
}
