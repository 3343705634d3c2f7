using System.Collections.Concurrent;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryQuarantineStore : IQuarantineStore
{
    private readonly ConcurrentDictionary<string, QuarantineEntry> _entries = new(StringComparer.Ordinal);

    public IReadOnlyList<QuarantineEntry> Entries => [.. _entries.Values.OrderBy(entry => entry.Id, StringComparer.Ordinal)];

    public Task<IReadOnlyList<QuarantineEntry>> AddAsync(
        IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantineEntry>>([.. entries.Where(entry => _entries.TryAdd(entry.Id, entry))]);

    public Task<IReadOnlyList<QuarantineEntry>> GetOpenAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantineEntry>>([.. Entries.OrderBy(entry => entry.QuarantinedAt).Take(limit)]);

    public Task<long> CountOpenAsync(CancellationToken cancellationToken) => Task.FromResult((long)_entries.Count);
}
