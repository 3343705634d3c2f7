using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Testing.Fakes;

/// <summary>Sessions in memory.</summary>
public sealed class InMemorySessionStore : ISessionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _sessions = [];
    private readonly Dictionary<string, UserActivity> _users = [];

    public Task<IReadOnlyList<SessionStarts>> TouchAsync(
        IReadOnlyCollection<SessionTouch> touches, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var touch in touches)
            {
                Touch(touch);
            }

            return Task.FromResult<IReadOnlyList<SessionStarts>>([.. touches
                .Select(touch => touch.SessionId)
                .Distinct()
                .Select(id => new SessionStarts(id, _sessions[id].Session.StartedAt, [.. _sessions[id].Former]))]);
        }
    }

    public Task<IReadOnlyList<DateTimeOffset>> GetStartsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DateTimeOffset>>([.. _sessions.Values
                .Select(entry => entry.Session.StartedAt)
                .Where(start => start >= from && start < to)
                .Order()]);
        }
    }

    public Task<IReadOnlyList<Session>> FindByUserAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Session>>([.. _sessions.Values
                .Where(entry => entry.Users.Contains(userId))
                .Select(entry => entry.Session)
                .Where(session => AsciiText.Contains(session.SessionId, idContains ?? ""))
                .Where(session => session.StartedAt < to && session.LastActivityAt >= from)
                .OrderByDescending(session => session.StartedAt)
                .Take(limit)]);
        }
    }

    public Task<IReadOnlyDictionary<string, UserActivity>> GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<string, UserActivity>>(
                userIds.Distinct().Where(_users.ContainsKey).ToDictionary(id => id, id => _users[id]));
        }
    }

    private void Touch(SessionTouch touch)
    {
        if (!_sessions.TryGetValue(touch.SessionId, out var entry))
        {
            _sessions[touch.SessionId] = entry = new Entry(new Session(touch.SessionId, touch.First, touch.Last));
        }
        else
        {
            var old = entry.Session;
            if (touch.First < old.StartedAt)
            {
                entry.Former.Add(old.StartedAt);
            }

            entry.Session = old with { StartedAt = Min(old.StartedAt, touch.First), LastActivityAt = Max(old.LastActivityAt, touch.Last) };
        }

        entry.Users.Add(touch.UserId);
        _users[touch.UserId] = _users.TryGetValue(touch.UserId, out var activity)
            ? new UserActivity(Min(activity.First, touch.First), Max(activity.Last, touch.Last))
            : new UserActivity(touch.First, touch.Last);
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private sealed class Entry(Session session)
    {
        public Session Session { get; set; } = session;

        public List<DateTimeOffset> Former { get; } = [];

        public HashSet<string> Users { get; } = [];
    }
}
