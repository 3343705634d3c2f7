using System.Runtime.CompilerServices;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>Makes a sealed generation a part of the archive.</summary>
public sealed class PartArchiver(ISealedDays sealedDays, IArchiveCatalogue catalogue, IArchivedEvents archive, PartPublisher publisher)
{
    /// <summary>Each look-up reads columns of a whole part: many keys at a time, but not more than fit into memory.</summary>
    private const int KeysPerLookup = 50_000;

    /// <param name="day">The generation; it must not be in the catalogue.</param>
    /// <param name="parts">The parts that the day has already: events that are in them are left out.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The recorded part; null when the generation has no events of its own.</returns>
    internal async Task<ArchivedPart?> RunAsync(SealedDay day, IReadOnlyList<ArchivedPart> parts, CancellationToken cancellationToken)
    {
        var events = ReadNewAsync(day, parts, cancellationToken);
        if (await publisher.PublishAsync(day.Day, day.Generation, events, cancellationToken) is not { } part)
        {
            return null;
        }

        var recorded = await catalogue.RecordAsync(part, cancellationToken);
        return recorded.ContentHash == part.ContentHash && recorded.Sha256 == part.Sha256
            ? recorded
            : throw new TransientStorageException($"Another run has archived generation {day.Generation} of {day.Day:yyyy-MM-dd} meanwhile.");
    }

    /// <summary>The generation's events that are in no part.</summary>
    private async IAsyncEnumerable<RawEvent> ReadNewAsync(
        SealedDay day, IReadOnlyList<ArchivedPart> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0L;
        var all = sealedDays.ReadAsync(day, DayAge.StartOf(day.Day), DayAge.EndOf(day.Day), cancellationToken);
        await foreach (var chunk in all.Chunk(KeysPerLookup).WithCancellation(cancellationToken))
        {
            count += chunk.Length;
            var left = chunk.ToDictionary(read => read.Event.Key);
            foreach (var part in parts.Where(_ => left.Count > 0))
            {
                foreach (var known in await archive.FindAsync(part, left.Keys, cancellationToken))
                {
                    left.Remove(known.Event.Key);
                }
            }

            foreach (var read in chunk.Where(read => left.ContainsKey(read.Event.Key)))
            {
                yield return read;
            }
        }

        // Whoever drops it meanwhile has archived it; half of a day must never be taken for a whole one.
        if (await sealedDays.CountAsync(day, cancellationToken) != count)
        {
            throw new TransientStorageException($"Generation {day.Generation} of {day.Day:yyyy-MM-dd} changed while it was read.");
        }
    }
}
