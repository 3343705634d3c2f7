using Microsoft.Extensions.Logging;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Storing;

/// <summary>
/// Marks the slices that stored events changed: their own, and those that a session has moved out of, which count one session too many.
/// A move is confirmed when its mark is durable; until then every batch is told of it.
/// </summary>
public sealed partial class SliceMarker(IDirtySlices dirty, ISessionStore sessions, ILogger<SliceMarker> logger)
{
    /// <param name="events">Stored events.</param>
    /// <param name="moves">Moves that are not confirmed.</param>
    /// <param name="receivedAt">When the oldest of the events was received.</param>
    /// <param name="lastTry">Whether an unknown failure decides about an event.</param>
    /// <param name="cancellationToken">Cancels the marking.</param>
    /// <exception cref="TransientStorageException">A store is not usable; nothing is decided.</exception>
    public async Task MarkAsync(
        DrainItem[] events, SessionMove[] moves, DateTimeOffset receivedAt, bool lastTry, CancellationToken cancellationToken)
    {
        var refused = await Narrowing.RunAsync(
            events, item => item.Envelope, range => MarkAsync(range.Select(item => item.Event!.Timestamp)), lastTry, cancellationToken);
        foreach (var (item, failure) in refused)
        {
            item.FailBehindRaw("marks", failure, lastTry);
        }

        var unmarked = await Narrowing.RunAsync(
            moves, move => move, range => MarkAsync(range.Select(move => move.FormerStart)), lastTry: false, cancellationToken);
        await ConfirmAsync([.. moves.Except(unmarked.Select(GiveUpOrKeep).OfType<SessionMove>())], cancellationToken);

        Task MarkAsync(IEnumerable<DateTimeOffset> changed) =>
            dirty.MarkAsync(changed.Select(Slices.StartOf).ToHashSet(), receivedAt, cancellationToken);
    }

    /// <summary>Null for a move that can never be marked: otherwise every batch would try it from now on.</summary>
    private SessionMove? GiveUpOrKeep((SessionMove Move, Exception Failure) unmarked)
    {
        if (unmarked.Failure is PermanentStorageException)
        {
            Log.MoveGivenUp(logger, unmarked.Move.FormerStart, unmarked.Failure);
            return null;
        }

        Log.MoveKept(logger, unmarked.Move.FormerStart, unmarked.Failure);
        return unmarked.Move;
    }

    private async Task ConfirmAsync(SessionMove[] moves, CancellationToken cancellationToken)
    {
        var kept = await Narrowing.RunAsync(
            moves, move => move, range => sessions.ConfirmAsync(range, cancellationToken), lastTry: false, cancellationToken);
        foreach (var (move, failure) in kept)
        {
            Log.MoveKept(logger, move.FormerStart, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5221, LogLevel.Error, "A session that once started at {FormerStart:O} will always be counted there: its slice cannot be marked")]
        public static partial void MoveGivenUp(ILogger logger, DateTimeOffset formerStart, Exception exception);

        [LoggerMessage(5222, LogLevel.Warning,
            "A session that once started at {FormerStart:O} may still be counted there; the next batch tries to mark its slice again")]
        public static partial void MoveKept(ILogger logger, DateTimeOffset formerStart, Exception exception);
    }
}
