using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Testing.Fakes;

/// <summary>Sessions in memory.</summary>
public sealed class InMemorySessionStore : ISessionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = [];
    private readonly Dictionary<(string Session, string User), SortedSet<EventKey>> _visits = [];
    private readonly HashSet<SessionMove> _moves = [];

    /// <summary>Given the touches of a call, returns what to throw, or null.</summary>
    public Func<IReadOnlyCollection<VisitTouch>, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Moves that are not confirmed.</summary>
    public IReadOnlyList<SessionMove> Moves
    {
        get
        {
            lock (_lock)
            {
                return [.. _moves];
            }
        }
    }

    public Task<IReadOnlyList<SessionMove>> TouchAsync(
        IReadOnlyCollection<VisitTouch> touches, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Fault(touches) is { } fault)
        {
            return Task.FromException<IReadOnlyList<SessionMove>>(fault);
        }

        lock (_lock)
        {
            foreach (var session in touches.GroupBy(touch => touch.SessionId))
            {
                Widen(session.Key, session.Min(touch => touch.First), session.Max(touch => touch.Last));
            }

            foreach (var touch in touches)
            {
                _visits.TryAdd((touch.SessionId, touch.UserId), []);
                _visits[(touch.SessionId, touch.UserId)].UnionWith(touch.Keys);
            }

            return Task.FromResult<IReadOnlyList<SessionMove>>([.. _moves]);
        }
    }

    public Task ConfirmAsync(IReadOnlyCollection<SessionMove> moves, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _moves.ExceptWith(moves);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DateTimeOffset>> GetStartsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DateTimeOffset>>([.. _sessions.Values
                .Select(session => session.StartedAt)
                .Where(start => start >= from && start < to)
                .Order()]);
        }
    }

    public Task<IReadOnlyList<Visit>> FindVisitsAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Visit>>([.. _visits
                .Where(visit => visit.Key.User == userId && AsciiText.Contains(visit.Key.Session, idContains ?? ""))
                .Select(visit => new Visit(_sessions[visit.Key.Session], userId, visit.Value.Min.Timestamp, visit.Value.Max.Timestamp))
                .Where(visit => visit.First < to && visit.Last >= from)
                .OrderByDescending(visit => visit.First).ThenBy(visit => visit.Session.SessionId, StringComparer.Ordinal)
                .Take(limit)]);
        }
    }

    public Task<IReadOnlyList<IReadOnlyList<EventKey>>> FindKeysAsync(
        IReadOnlyList<Visit> visits, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<IReadOnlyList<EventKey>>>([.. visits.Select(visit =>
                _visits[(visit.Session.SessionId, visit.UserId)]
                    .Where(key => key.Timestamp >= from && key.Timestamp < to)
                    .Take(limit)
                    .ToList())]);
        }
    }

    public Task<IReadOnlyDictionary<string, UserActivity>> GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<string, UserActivity>>(_visits
                .Where(visit => userIds.Contains(visit.Key.User))
                .GroupBy(visit => visit.Key.User, visit => visit.Value)
                .ToDictionary(
                    user => user.Key,
                    user => new UserActivity(user.Min(keys => keys.Min.Timestamp), user.Max(keys => keys.Max.Timestamp))));
        }
    }

    private void Widen(string id, DateTimeOffset first, DateTimeOffset last)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            _sessions[id] = new Session(id, first, last);
            return;
        }

        if (first < session.StartedAt)
        {
            _moves.Add(new SessionMove(id, session.StartedAt));
        }

        _sessions[id] = session with
        {
            StartedAt = first < session.StartedAt ? first : session.StartedAt,
            LastActivityAt = last > session.LastActivityAt ? last : session.LastActivityAt,
        };
    }
}
