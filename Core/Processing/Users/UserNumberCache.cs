using Microsoft.Extensions.Caching.Memory;

namespace Pipeline.Core.Processing.Users;

/// <summary>
/// The numbers of the users seen lately. Numbers never change, so one that was once read as durable can be kept for as long as there is
/// room.
/// </summary>
internal sealed class UserNumberCache : IDisposable
{
    private readonly MemoryCache _numbers = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <summary>The number of each user; <paramref name="loadAsync"/> loads those that are not cached.</summary>
    public async Task<IReadOnlyDictionary<string, int>> GetAsync(
        IReadOnlyCollection<string> userIds,
        Func<IReadOnlyCollection<string>, CancellationToken, Task<Dictionary<string, int>>> loadAsync,
        CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, int>(userIds.Count, StringComparer.Ordinal);
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in userIds)
        {
            if (_numbers.TryGetValue(id, out int number))
            {
                numbers[id] = number;
            }
            else
            {
                unknown.Add(id);
            }
        }

        if (unknown.Count == 0)
        {
            return numbers;
        }

        foreach (var (id, number) in await loadAsync(unknown, cancellationToken))
        {
            numbers[id] = number;
            _numbers.Set(id, number, new MemoryCacheEntryOptions { Size = 1 });
        }

        return numbers;
    }

    public void Dispose() => _numbers.Dispose();
}
