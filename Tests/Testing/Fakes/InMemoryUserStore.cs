using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Processing.Users;

namespace Pipeline.Testing.Fakes;

/// <summary>Users in memory.</summary>
public sealed class InMemoryUserStore : IUserStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<string, ProfileUpdate> _profiles = [];

    public Task<IReadOnlyDictionary<string, int>> GetNumbersAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var id in userIds)
            {
                _numbers.TryAdd(id, _numbers.Count);
            }

            return Task.FromResult<IReadOnlyDictionary<string, int>>(userIds.Distinct().ToDictionary(id => id, id => _numbers[id]));
        }
    }

    public Task PutProfilesAsync(IReadOnlyCollection<ProfileUpdate> updates, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var update in updates)
            {
                var id = update.Profile.UserId;
                _numbers.TryAdd(id, _numbers.Count);
                if (!_profiles.TryGetValue(id, out var known) || OrderOf(update).CompareTo(OrderOf(known)) > 0)
                {
                    _profiles[id] = update;
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Every user, by number.</summary>
    public IReadOnlyList<UserProfile> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _numbers.OrderBy(user => user.Value).Select(user => ProfileOf(user.Key))];
            }
        }
    }

    public Task<IReadOnlyList<UserProfile>> GetFirstAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UserProfile>>([.. All.OrderBy(user => user.UserId, StringComparer.Ordinal).Take(limit)]);

    public Task<UserProfile?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_numbers.ContainsKey(userId) ? ProfileOf(userId) : null);
        }
    }

    private UserProfile ProfileOf(string userId) =>
        _profiles.TryGetValue(userId, out var update) ? update.Profile : new(userId, null, null, null, null, null, null);

    private static (DateTimeOffset, long) OrderOf(ProfileUpdate update) => (update.ReceivedAt, update.Sequence);
}
