using System.Collections.Concurrent;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;

namespace Pipeline.Core.Storing;

/// <summary>
/// Brings sessions and users up to date with raw events that are durable. All of it is repeated for an envelope that is delivered again,
/// because the worker that stored its events may have died before this step.
/// </summary>
public sealed class ProjectionWriter(ISessionStore sessions, IUserStore users)
{
    /// <summary>Writes what is derived from stored events, and profiles. An event for which that fails stays stored, with the reason.</summary>
    /// <returns>The session moves whose former slices must be marked.</returns>
    /// <exception cref="TransientStorageException">A store is not usable; nothing is decided.</exception>
    public async Task<SessionMove[]> WriteAsync(
        DrainItem[] events, DrainItem[] profiles, bool lastTry, CancellationToken cancellationToken)
    {
        var moves = new ConcurrentDictionary<SessionMove, bool>();
        var touched = RunAsync(events, async range =>
        {
            foreach (var move in await sessions.TouchAsync(VisitTouch.Of(range.Select(item => item.Event!)), cancellationToken))
            {
                moves.TryAdd(move, true);
            }
        });
        var registered = RunAsync(events, range => users.GetNumbersAsync(
            range.Select(item => item.Event!.UserId).ToHashSet(StringComparer.Ordinal), cancellationToken));
        var updated = RunAsync(profiles, range => users.PutProfilesAsync([.. range.Select(item => item.Profile!)], cancellationToken));
        await Task.WhenAll(touched, registered, updated);

        foreach (var (item, failure) in await touched)
        {
            item.FailBehindRaw("sessions", failure, lastTry);
        }

        foreach (var (item, failure) in await registered)
        {
            item.FailBehindRaw("users", failure, lastTry);
        }

        foreach (var profile in profiles)
        {
            profile.Outcome = Outcome.Stored;
        }

        foreach (var (profile, failure) in await updated)
        {
            profile.Outcome = Outcome.NotStored(failure, lastTry);
        }

        return [.. moves.Keys];

        Task<IReadOnlyList<(DrainItem Item, Exception Failure)>> RunAsync(DrainItem[] some, Func<ArraySegment<DrainItem>, Task> call) =>
            Narrowing.RunAsync(some, item => item.Envelope, call, lastTry, cancellationToken);
    }
}
