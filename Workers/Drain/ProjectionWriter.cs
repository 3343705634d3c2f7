using Pipeline.Core.Events;
using Pipeline.Core.Profiles;
using Pipeline.Core.Rollups;
using Pipeline.Core.Sessions;
using Pipeline.Core.Users;

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
        var touched = TouchSessionsAsync(stored, cancellationToken);
        var registered = stored.Count == 0
            ? Task.CompletedTask
            : users.GetNumbersAsync(stored.Select(item => item.UserId).ToHashSet(StringComparer.Ordinal), cancellationToken);
        var updated = profiles.Count == 0 ? Task.CompletedTask : users.PutProfilesAsync(profiles, cancellationToken);
        await Task.WhenAll(touched, registered, updated);

        var dirty = stored.Select(item => Slices.StartOf(item.Timestamp)).ToHashSet();
        foreach (var starts in await touched)
        {
            // The slices that a moved session leaves and enters count it differently now. One that never moved starts in a slice
            // that holds its first event, which is dirty already if that event is new.
            if (starts.Former.Count > 0)
            {
                dirty.Add(Slices.StartOf(starts.Current));
                dirty.UnionWith(starts.Former.Select(Slices.StartOf));
            }
        }

        return dirty;
    }

    private async Task<IReadOnlyList<SessionStarts>> TouchSessionsAsync(
        IReadOnlyCollection<Event> stored, CancellationToken cancellationToken)
    {
        var touches = new Dictionary<(string Session, string User), SessionTouch>();
        foreach (var item in stored)
        {
            var key = (item.SessionId, item.UserId);
            touches[key] = touches.TryGetValue(key, out var touch)
                ? touch with { First = Earlier(touch.First, item.Timestamp), Last = Later(touch.Last, item.Timestamp) }
                : new SessionTouch(item.SessionId, item.UserId, item.Timestamp, item.Timestamp);
        }

        return touches.Count == 0 ? [] : await sessions.TouchAsync(touches.Values, cancellationToken);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
