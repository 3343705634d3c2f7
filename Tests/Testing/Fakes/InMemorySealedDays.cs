using System.Runtime.CompilerServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Testing.Fakes;

/// <summary>The sealed generations of an <see cref="InMemoryRawStore"/>.</summary>
public sealed class InMemorySealedDays(InMemoryRawStore raw) : ISealedDays
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(DateOnly Day, int Generation), SortedDictionary<EventKey, RawEvent>> _generations = [];

    public Task SealAsync(SealedDay day, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_generations.ContainsKey((day.Day, day.Generation)) && raw.Take(day.Day) is { } events)
            {
                _generations.Add((day.Day, day.Generation), events);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SealedDay>> GetAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<SealedDay>>([.. _generations.Keys
                .Where(own => own.Day >= from && own.Day <= to).Select(own => new SealedDay(own.Day, own.Generation))]);
        }
    }

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        SealedDay day, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var read in Of(day).Where(read => read.Event.Timestamp >= from && read.Event.Timestamp < to))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return read;
        }

        await Task.CompletedTask;
    }

    public Task<IReadOnlyList<RawEvent>> FindAsync(
        SealedDay day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToHashSet();
        return Task.FromResult<IReadOnlyList<RawEvent>>([.. Of(day).Where(read => wanted.Contains(read.Event.Key))]);
    }

    public Task<long> CountAsync(SealedDay day, CancellationToken cancellationToken) => Task.FromResult((long)Of(day).Count);

    public Task DropAsync(SealedDay day, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _generations.Remove((day.Day, day.Generation));
        }

        return Task.CompletedTask;
    }

    private List<RawEvent> Of(SealedDay day)
    {
        lock (_lock)
        {
            return _generations.TryGetValue((day.Day, day.Generation), out var events) ? [.. events.Values] : [];
        }
    }
}
