using Pipeline.Core.Archive.Catalogue;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryArchiveCatalogue : IArchiveCatalogue
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(DateOnly Day, int Generation), ArchivedPart> _parts = [];

    public Task<ArchivedPart> RecordAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _parts.TryAdd((part.Day, part.Generation), part);
            return Task.FromResult(_parts[(part.Day, part.Generation)]);
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
        }

        return Task.CompletedTask;
    }

    public Task NoteAsync(DateOnly day, int generation, string? problem, DateTimeOffset at, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_parts.TryGetValue((day, generation), out var part))
            {
                _parts[(day, generation)] = part with { Problem = problem, VerifiedAt = at };
            }
        }

        return Task.CompletedTask;
    }
}
