using System.Runtime.CompilerServices;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>Reads archived events, and notes in the catalogue which parts turn out to be damaged: the watch raises an alarm from there.</summary>
internal sealed class WatchedArchive(IArchivedEvents inner, IArchiveCatalogue catalogue, TimeProvider time) : IArchivedEvents
{
    public async IAsyncEnumerable<RawEvent> ReadAsync(
        ArchivedPart part, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var events = inner.ReadAsync(part, from, to, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NotingAsync(() => events.MoveNextAsync().AsTask(), part, cancellationToken))
        {
            yield return events.Current;
        }
    }

    public Task<IReadOnlyList<RawEvent>> FindAsync(
        ArchivedPart part, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) =>
        NotingAsync(() => inner.FindAsync(part, keys, cancellationToken), part, cancellationToken);

    public async Task<UserEvents> FindOfUserAsync(
        IReadOnlyCollection<ArchivedPart> parts,
        string userId,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        CancellationToken cancellationToken)
    {
        var found = await inner.FindOfUserAsync(parts, userId, from, to, limit, cancellationToken);
        foreach (var damage in found.Damaged)
        {
            await NoteAsync(
                parts.First(part => part.Day == damage.Day && part.Generation == damage.Generation), damage, cancellationToken);
        }

        return found;
    }

    private async Task<T> NotingAsync<T>(Func<Task<T>> read, ArchivedPart part, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (DamagedPartException damage)
        {
            await NoteAsync(part, damage, cancellationToken);
            throw;
        }
    }

    // Once: readers may meet the same damage many times.
    private Task NoteAsync(ArchivedPart part, DamagedPartException damage, CancellationToken cancellationToken) =>
        part.Problem is null
            ? catalogue.NoteAsync(part.Day, part.Generation, damage.Problem, time.GetUtcNow(), cancellationToken)
            : Task.CompletedTask;
}
