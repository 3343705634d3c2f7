using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// Deletes the events of days that are older than they are kept, in the raw store and in the archive. The numbers stay: that a day's events
/// are deleted is noted first, and from then on nobody folds its hours again. Every step can be repeated. Nobody else may change the days'
/// archive meanwhile.
/// </summary>
public sealed class DayExpirer(ISealedDays sealedDays, IArchiveCatalogue catalogue, ArchiveLeftovers leftovers, TimeProvider time)
{
    /// <summary>Notes that the events of all days are deleted that ended at least <paramref name="keepDays"/> days ago: before any are.</summary>
    public Task BeginAsync(int keepDays, CancellationToken cancellationToken) =>
        catalogue.NoteExpiredThroughAsync(DayAge.LastOlderThan(keepDays, time), cancellationToken);

    /// <summary>Deletes the events of a day.</summary>
    /// <exception cref="InvalidOperationException">It was not noted that they would be.</exception>
    /// <exception cref="TransientStorageException">A store or the archive is not usable; the next call deletes the rest.</exception>
    public async Task DeleteAsync(DateOnly day, CancellationToken cancellationToken)
    {
        if (!(await catalogue.FindExpiredThroughAsync(cancellationToken) >= day))
        {
            throw new InvalidOperationException($"{day:yyyy-MM-dd} is not noted to be deleted.");
        }

        foreach (var part in await catalogue.GetPartsAsync(day, day, cancellationToken))
        {
            await catalogue.RetireAsync(day, part.Generation, cancellationToken);
        }

        await leftovers.RemoveAsync(day, day, cancellationToken);
        foreach (var part in await catalogue.GetRestoredAsync(day, day, cancellationToken))
        {
            await catalogue.RemoveAsync(day, part.Generation, cancellationToken);
        }

        await DropRawAsync(day, cancellationToken);
    }

    /// <summary>Sealed, the open collection and the references to its events go as one.</summary>
    private async Task DropRawAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var last = (await sealedDays.GetAsync(day, day, cancellationToken)).Select(own => own.Generation).DefaultIfEmpty(0).Max();
        await sealedDays.SealAsync(new SealedDay(day, last + 1), cancellationToken);
        foreach (var generation in await sealedDays.GetAsync(day, day, cancellationToken))
        {
            await sealedDays.DropAsync(generation, cancellationToken);
        }
    }
}
