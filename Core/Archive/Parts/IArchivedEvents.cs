using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parts;

/// <summary>Reads events out of archived parts.</summary>
public interface IArchivedEvents
{
    /// <summary>
    /// The part's events with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, by user, then time, then event id. Streams:
    /// memory does not grow with the part.
    /// </summary>
    /// <exception cref="DamagedPartException">The file is missing, altered or not readable.</exception>
    /// <exception cref="Plumbing.Storage.TransientStorageException">The archive is not reachable.</exception>
    IAsyncEnumerable<RawEvent> ReadAsync(
        ArchivedPart part, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>The part's events with these keys, by time, then event id.</summary>
    /// <exception cref="DamagedPartException">The file is missing, altered or not readable.</exception>
    /// <exception cref="Plumbing.Storage.TransientStorageException">The archive is not reachable.</exception>
    Task<IReadOnlyList<RawEvent>> FindAsync(
        ArchivedPart part, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// One user's events in some parts with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, by time, then event id: at most the
    /// first <paramref name="limit"/>. A part that cannot be read is named in the answer, and the others are read.
    /// </summary>
    /// <exception cref="Plumbing.Storage.TransientStorageException">The archive is not reachable.</exception>
    Task<UserEvents> FindOfUserAsync(
        IReadOnlyCollection<ArchivedPart> parts,
        string userId,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        CancellationToken cancellationToken);
}

/// <param name="Events">The events.</param>
/// <param name="Damaged">Why parts could not be read, one for each of them.</param>
public sealed record UserEvents(IReadOnlyList<RawEvent> Events, IReadOnlyList<DamagedPartException> Damaged);
