using System.Runtime.CompilerServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Testing.Fakes;

/// <summary>Raw events in memory; <see cref="EventsRead"/> tells how many a test subject has read.</summary>
public sealed class InMemoryRawStore : IRawStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<DateOnly, SortedDictionary<EventKey, RawEvent>> _days = [];

    public InMemoryRawStore() => Sealed = new InMemorySealedDays(_lock, _days);

    /// <summary>Seals this store's days.</summary>
    public InMemorySealedDays Sealed { get; }

    public long EventsRead { get; private set; }

    public Task<IReadOnlyList<InsertOutcome>> InsertAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outcomes = new List<InsertOutcome>(events.Count);
        lock (_lock)
        {
            if (!_days.TryGetValue(day, out var stored))
            {
                _days[day] = stored = [];
            }

            foreach (var raw in events)
            {
                var isNew = stored.TryAdd(raw.Event.Key, raw);
                var isOwn = isNew || stored[raw.Event.Key].Origin == raw.Origin;
                outcomes.Add(isOwn ? InsertOutcome.Stored : InsertOutcome.Duplicate);
            }
        }

        return Task.FromResult<IReadOnlyList<InsertOutcome>>(outcomes);
    }

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<RawEvent> found;
        lock (_lock)
        {
            found = [.. _days
                .Where(day => day.Key >= DateOnly.FromDateTime(from.UtcDateTime) && day.Key <= DateOnly.FromDateTime(to.UtcDateTime))
                .SelectMany(day => day.Value.Values)
                .Where(raw => raw.Event.Timestamp >= from && raw.Event.Timestamp < to)];
        }

        foreach (var raw in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            EventsRead++;
            yield return raw;
        }

        await Task.CompletedTask;
    }

    public IAsyncEnumerable<RawEvent> ReadAsync(IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var found = keys.Distinct().Order()
                .Select(key => _days.TryGetValue(key.UtcDay, out var day) && day.TryGetValue(key, out var raw) ? raw : (RawEvent?)null)
                .OfType<RawEvent>()
                .ToList();
            EventsRead += found.Count;
            return found.ToAsyncEnumerable();
        }
    }

    public Task<DateTimeOffset?> FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_days.Values
                .SelectMany(day => day.Keys)
                .Select(key => (DateTimeOffset?)key.Timestamp)
                .FirstOrDefault(timestamp => timestamp >= from && timestamp < to));
        }
    }

    public Task<IReadOnlyList<DateOnly>> GetDaysAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DateOnly>>([.. _days.Keys]);
        }
    }

    public Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_days.TryGetValue(day, out var stored) ? (long)stored.Count : 0);
        }
    }

    public Task RemoveAsync(DateOnly day, IReadOnlyCollection<RawEvent> events, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_days.TryGetValue(day, out var stored))
            {
                foreach (var gone in events.Where(raw => stored.TryGetValue(raw.Event.Key, out var found) && found.Origin == raw.Origin))
                {
                    stored.Remove(gone.Event.Key);
                }
            }
        }

        return Task.CompletedTask;
    }
}
