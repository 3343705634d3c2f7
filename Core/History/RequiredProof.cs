using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.History;

/// <summary>Stands before everything that deletes a part's file after its events were copied: what cannot be read now would be lost.</summary>
public sealed class RequiredProof(PartProver prover, IArchiveCatalogue catalogue, TimeProvider time)
{
    /// <summary>Proves each part from its stored file.</summary>
    /// <exception cref="DamagedPartException">A part is not what was stored; that is noted in the catalogue.</exception>
    /// <exception cref="TransientStorageException">The archive is not reachable.</exception>
    internal async Task GetAsync(IEnumerable<ArchivedPart> parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            if (await prover.FindProblemAsync(part, cancellationToken) is { } problem)
            {
                await catalogue.NoteAsync(part.Day, part.Generation, problem, time.GetUtcNow(), cancellationToken);
                throw new DamagedPartException(part.Day, part.Generation, problem);
            }
        }
    }
}
