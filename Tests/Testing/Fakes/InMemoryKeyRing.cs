using System.Collections.Concurrent;
using Pipeline.Core.Protection;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryKeyRing : IKeyRing
{
    private readonly ConcurrentDictionary<string, string> _keys = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _keys.Values]);

    public Task AddAsync(string name, string content, CancellationToken cancellationToken)
    {
        _keys.TryAdd(name, content);
        return Task.CompletedTask;
    }
}
