using Pipeline.Core.Archive.Catalogue;

namespace Pipeline.Testing.Fakes;

/// <summary>A catalogue in memory.</summary>
public sealed class InMemoryArchiveCatalogue : IArchiveCatalogue
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(DateOnly Day, int Generation), ArchivedPart> _parts = [];
    private readonly SortedDictionary<(DateOnly Day, int Generation), RestoredPart> _restored = [];
    private readonly SortedDictionary<(DateOnly Day, int Generation), RetiredPart> _retired = [];
    private DateOnly? _expiredThrough;

    public Task<ArchivedPart> RecordAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _restored.Remove((part.Day, part.Generation));
            _parts.TryAdd((part.Day, part.Generation), part);
            return Task.FromResult(_parts[(part.Day, part.Generation)]);
        }
    }

    public Task<ArchivedPart> ReplaceAsync(ArchivedPart part, IReadOnlyCollection<int> replaced, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_parts.TryAdd((part.Day, part.Generation), part))
            {
                _restored.Remove((part.Day, part.Generation));
                foreach (var generation in replaced)
                {
                    Retire(part.Day, generation);
                }
            }

            return Task.FromResult(_parts[(part.Day, part.Generation)]);
        }
    }

    public Task RetireAsync(DateOnly day, int generation, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Retire(day, generation);
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<RetiredPart>> GetRetiredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<RetiredPart>>([.. _retired.Values.Where(part => part.Day >= from && part.Day <= to)]);
        }
    }

    public Task<IReadOnlyList<ArchivedPart>> GetPartsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ArchivedPart>>([.. _parts.Values.Where(part => part.Day >= from && part.Day <= to)]);
        }
    }

    public Task RemoveAsync(DateOnly day, int generation, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _parts.Remove((day, generation));
            _restored.Remove((day, generation));
            _retired.Remove((day, generation));
            return Task.CompletedTask;
        }
    }

    public Task NoteRestoredAsync(DateOnly day, int generation, DateTimeOffset at, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_parts.Remove((day, generation), out var part))
            {
                _restored[(day, generation)] = new RestoredPart(day, generation, part.Key, at);
            }

            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<RestoredPart>> GetRestoredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<RestoredPart>>([.. _restored.Values.Where(part => part.Day >= from && part.Day <= to)]);
        }
    }

    public Task NoteAsync(DateOnly day, int generation, string? problem, DateTimeOffset at, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_parts.TryGetValue((day, generation), out var part))
            {
                _parts[(day, generation)] = part with { Problem = problem, VerifiedAt = at };
            }

            return Task.CompletedTask;
        }
    }

    public Task NoteExpiredThroughAsync(DateOnly day, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _expiredThrough = _expiredThrough > day ? _expiredThrough : day;
            return Task.CompletedTask;
        }
    }

    public Task<DateOnly?> FindExpiredThroughAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_expiredThrough);
        }
    }

    private void Retire(DateOnly day, int generation)
    {
        if (_parts.Remove((day, generation), out var part))
        {
            _retired[(day, generation)] = new RetiredPart(day, generation, part.Key);
        }
    }
}
