using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.History;

/// <summary>
/// Brings archived days back to the raw store. Every step can be repeated, and an event that lies in both meanwhile counts once. No other run
/// may archive or restore the same day at the same time.
/// </summary>
public sealed class DayRestorer(
    IRawStore raw,
    ISessionStore sessions,
    IArchiveCatalogue catalogue,
    ArchiveLeftovers leftovers,
    IArchivedEvents archived,
    RequiredProof proof,
    TimeProvider time)
{
    private const int EventsAtATime = 2_000;

    /// <summary>Restores all parts of a day. The files go last, once the catalogue no longer counts on them.</summary>
    /// <param name="day">The UTC day.</param>
    /// <param name="note">Is told how many more events are back.</param>
    /// <param name="cancellationToken">Ends it between two batches of events; the rest is restored by the next call.</param>
    /// <returns>How many events were in the day's parts; 0 when none is archived.</returns>
    /// <exception cref="DamagedPartException">A part is not what was stored. It is noted in the catalogue, and nothing is deleted.</exception>
    /// <exception cref="TransientStorageException">The store or the archive is not reachable.</exception>
    public async Task<long> RestoreAsync(DateOnly day, Func<int, Task> note, CancellationToken cancellationToken)
    {
        await leftovers.RemoveAsync(day, day, cancellationToken);
        var parts = await catalogue.GetPartsAsync(day, day, cancellationToken);
        await proof.GetAsync(parts, cancellationToken);

        foreach (var part in parts)
        {
            await CopyAsync(part, note, cancellationToken);
            await catalogue.NoteRestoredAsync(day, part.Generation, time.GetUtcNow(), cancellationToken);
        }

        await leftovers.RemoveAsync(day, day, cancellationToken);
        return parts.Sum(part => part.Rows);
    }

    private async Task CopyAsync(ArchivedPart part, Func<int, Task> note, CancellationToken cancellationToken)
    {
        var copied = 0L;
        var events = archived.ReadAsync(part, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken);
        await foreach (var batch in events.Chunk(EventsAtATime).WithCancellation(cancellationToken))
        {
            await InsertAsync(part.Day, batch, cancellationToken);
            // Sessions do not change by this, but the references to a day's events went with the day.
            await TouchAsync(batch, cancellationToken);
            copied += batch.Length;
            await note(batch.Length);
        }

        if (copied != part.Rows)
        {
            throw new DamagedPartException(part.Day, part.Generation, $"{copied} events could be read instead of {part.Rows}");
        }
    }

    private async Task InsertAsync(DateOnly day, RawEvent[] batch, CancellationToken cancellationToken)
    {
        var outcomes = await raw.InsertAsync(day, batch, cancellationToken);
        RawEvent[] missing = [.. batch.Where((_, index) => outcomes[index] == InsertOutcome.Duplicate)];
        if (missing.Length > 0)
        {
            // A later event with the same key, which did not count. It must not count in place of the first one.
            var later = await raw.ReadAsync([.. missing.Select(own => own.Event.Key)], cancellationToken).ToListAsync(cancellationToken);
            await raw.RemoveAsync(day, later, cancellationToken);
            await InsertAsync(day, missing, cancellationToken);
        }
    }

    private async Task TouchAsync(RawEvent[] batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<VisitTouch> touches = VisitTouch.Of(batch.Select(read => read.Event));
        // A move that is not confirmed belongs to a drain, which marks the slice before it confirms.
        await sessions.TouchAsync(touches, cancellationToken);
    }
}
