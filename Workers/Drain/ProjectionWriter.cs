using System.Runtime.InteropServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Rollups;

namespace Pipeline.Workers.Drain;

/// <summary>
/// Brings sessions, users and dirty marks up to date with raw events that are durable. All of it is repeated for an envelope that
/// comes again, because the worker that stored its events may have died before this step.
/// </summary>
internal sealed class ProjectionWriter(ISessionStore sessions, IUserStore users)
{
    /// <summary>Updates sessions, users and profiles. Returns the slices whose numbers may have changed.</summary>
    public async Task<IReadOnlyCollection<DateTimeOffset>> WriteAsync(
        IReadOnlyCollection<Event> stored, IReadOnlyCollection<ProfileUpdate> profiles, CancellationToken cancellationToken)
    {
        var touches = TouchesOf(stored);
        var touched = touches.Length == 0
            ? Task.FromResult<IReadOnlyList<SessionStarts>>([])
            : sessions.TouchAsync(touches, cancellationToken);
        var registered = touches.Length == 0
            ? Task.CompletedTask
            : users.GetNumbersAsync(touches.Select(touch => touch.UserId).ToHashSet(StringComparer.Ordinal), cancellationToken);
        var updated = profiles.Count == 0 ? Task.CompletedTask : users.PutProfilesAsync(profiles, cancellationToken);
        await Task.WhenAll(touched, registered, updated);

        var dirty = stored.Select(item => Slices.StartOf(item.Timestamp)).ToHashSet();
        SessionStarts[] moved = [.. (await touched).Where(starts => starts.Former.Count > 0)];
        if (moved.Length > 0)
        {
            // The slices that a moved session leaves now count one less. They are marked by whoever brought the event that the
            // session starts with now, so that its later events cost nothing; should he die before that, it is delivered again.
            var movers = touches.Select(touch => (touch.SessionId, touch.First)).ToHashSet();
            dirty.UnionWith(moved
                .Where(starts => movers.Contains((starts.SessionId, starts.Current)))
                .SelectMany(starts => starts.Former.Select(Slices.StartOf)));
        }

        return dirty;
    }

    private static SessionTouch[] TouchesOf(IReadOnlyCollection<Event> stored)
    {
        var touches = new Dictionary<(string Session, string User), SessionTouch>();
        foreach (var item in stored)
        {
            ref var touch = ref CollectionsMarshal.GetValueRefOrAddDefault(touches, (item.SessionId, item.UserId), out var isKnown);
            touch = isKnown
                ? touch with { First = Earlier(touch.First, item.Timestamp), Last = Later(touch.Last, item.Timestamp) }
                : new SessionTouch(item.SessionId, item.UserId, item.Timestamp, item.Timestamp);
        }

        return [.. touches.Values];
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
