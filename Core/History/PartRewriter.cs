using System.Runtime.CompilerServices;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// Puts a new part in the place of one or more of a day. A crash anywhere leaves either the old ones or the new one to be read. Nobody else may
/// change the day's archive meanwhile.
/// </summary>
public sealed class PartRewriter(
    ISealedDays sealedDays,
    IArchiveCatalogue catalogue,
    IArchivedEvents archive,
    RequiredProof proof,
    PartPublisher publisher,
    ArchiveLeftovers leftovers)
{
    private readonly GenerationList _generations = new(sealedDays, catalogue);

    /// <summary>Replaces the parts. Their files are gone when the call completes.</summary>
    /// <param name="parts">Parts of one day that are in the catalogue; at least one.</param>
    /// <param name="keep">Tells which of their events the new part has.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The new part; null when no event is kept: then there is none.</returns>
    /// <exception cref="DamagedPartException">A part is not what was stored: it is noted in the catalogue, and none is replaced. Or the new
    /// one does not come back as it was written.</exception>
    /// <exception cref="TransientStorageException">A store, the archive or the disk is not usable.</exception>
    /// <exception cref="PermanentStorageException">The archive does not take the file.</exception>
    public async Task<ArchivedPart?> RewriteAsync(
        IReadOnlyCollection<ArchivedPart> parts, Func<RawEvent, bool> keep, CancellationToken cancellationToken)
    {
        var day = parts.Select(part => part.Day).Distinct().Single();
        await proof.GetAsync(parts, cancellationToken);

        var next = await _generations.FindNextAsync(day, cancellationToken);
        var published = await publisher.PublishAsync(day, next, ReadAsync(parts, keep, cancellationToken), cancellationToken);
        if (published is not null)
        {
            await ReplaceAsync(published, [.. parts.Select(part => part.Generation)], cancellationToken);
        }
        else
        {
            foreach (var part in parts)
            {
                await catalogue.RetireAsync(day, part.Generation, cancellationToken);
            }
        }

        await leftovers.RemoveAsync(day, day, cancellationToken);
        return published;
    }

    private async IAsyncEnumerable<RawEvent> ReadAsync(
        IReadOnlyCollection<ArchivedPart> parts, Func<RawEvent, bool> keep, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            var count = 0L;
            await foreach (var read in archive.ReadAsync(part, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken))
            {
                count++;
                if (keep(read))
                {
                    yield return read;
                }
            }

            if (count != part.Rows)
            {
                throw new DamagedPartException(part.Day, part.Generation, $"{count} events could be read instead of {part.Rows}");
            }
        }
    }

    private async Task ReplaceAsync(ArchivedPart part, IReadOnlyCollection<int> replaced, CancellationToken cancellationToken)
    {
        var recorded = await catalogue.ReplaceAsync(part, replaced, cancellationToken);
        if (recorded.ContentHash != part.ContentHash || recorded.Sha256 != part.Sha256)
        {
            throw new TransientStorageException($"Another run has archived generation {part.Generation} of {part.Day:yyyy-MM-dd} meanwhile.");
        }
    }
}
