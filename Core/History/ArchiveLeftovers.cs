using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// Removes what counts no more: sealed generations that are in the catalogue, and the files of parts that were replaced, retired or restored.
/// Every run that changes a day begins with this, because one that was killed may have left some, and numbers are given anew. Nobody else may
/// change the days meanwhile.
/// </summary>
public sealed class ArchiveLeftovers(ISealedDays sealedDays, IArchiveCatalogue catalogue, IArchiveFiles files)
{
    /// <param name="from">First UTC day.</param>
    /// <param name="to">Last UTC day, included.</param>
    /// <param name="cancellationToken">Ends it between two removals.</param>
    /// <exception cref="TransientStorageException">A store or the archive is not usable; the next call removes the rest.</exception>
    public async Task RemoveAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await DropArchivedAsync(from, to, cancellationToken);
        foreach (var part in await catalogue.GetRetiredAsync(from, to, cancellationToken))
        {
            await files.DeleteAsync(part.Key, cancellationToken);
            await catalogue.RemoveAsync(part.Day, part.Generation, cancellationToken);
        }

        foreach (var part in await catalogue.GetRestoredAsync(from, to, cancellationToken))
        {
            // Others who read the archive would count its events. That it was restored is remembered for as long as the day stays hot by it.
            await files.DeleteAsync(part.Key, cancellationToken);
        }
    }

    private async Task DropArchivedAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var pending = await sealedDays.GetAsync(from, to, cancellationToken);
        if (pending.Count == 0)
        {
            return;
        }

        var archived = (await catalogue.GetPartsAsync(from, to, cancellationToken)).Select(part => new SealedDay(part.Day, part.Generation)).ToHashSet();
        foreach (var day in pending.Where(archived.Contains))
        {
            await sealedDays.DropAsync(day, cancellationToken);
        }
    }
}
