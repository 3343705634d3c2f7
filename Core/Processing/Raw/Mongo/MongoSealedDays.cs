using MongoDB.Driver;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <inheritdoc/>
/// <remarks>
/// Two collections are renamed one after the other. A generation is there when its events are, which are renamed last and dropped last, so that
/// a repeat finishes what a crash has left half done. References go first for another reason, too: an event is stored before the reference to
/// it, so a generation's references are to its own events. The other way round they could be to an event of the new open day, and would be lost
/// to it when the generation is dropped.
/// </remarks>
public sealed class MongoSealedDays(MongoStorage storage) : ISealedDays
{
    public async Task SealAsync(SealedDay day, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(day, cancellationToken)
            || await Open(day.Day).FindFirstAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken) is null)
        {
            return;
        }

        await RenameAsync(RawNames.ReferencesOf(day.Day), RawNames.ReferencesOf(day), cancellationToken);
        await RenameAsync(RawNames.Of(day.Day), RawNames.Of(day), cancellationToken);
    }

    public async Task<IReadOnlyList<SealedDay>> GetAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        (await RawDays.GetSealedAsync(storage, cancellationToken)).FindAll(day => day.Day >= from && day.Day <= to);

    public IAsyncEnumerable<RawEvent> ReadAsync(
        SealedDay day, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Sealed(day).ReadAsync(from, to, cancellationToken);

    public async Task<IReadOnlyList<RawEvent>> FindAsync(
        SealedDay day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<RawEvent>();
        foreach (var page in keys.Distinct().Order().Chunk(RawCollection.PageSize))
        {
            found.AddRange(await Sealed(day).FindAsync(page, cancellationToken));
        }

        return found;
    }

    public Task<long> CountAsync(SealedDay day, CancellationToken cancellationToken) => Sealed(day).CountAsync(cancellationToken);

    public async Task DropAsync(SealedDay day, CancellationToken cancellationToken)
    {
        // References alone are those of a generation that is about to be sealed.
        if (!await ExistsAsync(day, cancellationToken))
        {
            return;
        }

        await storage.Database.DropCollectionAsync(RawNames.ReferencesOf(day), cancellationToken).TranslateErrorsAsync();
        await storage.Database.DropCollectionAsync(RawNames.Of(day), cancellationToken).TranslateErrorsAsync();
    }

    private RawCollection Open(DateOnly day) => new(storage, RawNames.Of(day));

    private RawCollection Sealed(SealedDay day) => new(storage, RawNames.Of(day));

    private async Task<bool> ExistsAsync(SealedDay day, CancellationToken cancellationToken) =>
        (await RawDays.GetSealedAsync(storage, cancellationToken)).Contains(day);

    /// <summary>
    /// Renames one collection, and overwrites none. When the target is there, an attempt before this one made it, and what has come into the
    /// source since belongs to a later generation; when the source is not there, nothing was stored in it.
    /// </summary>
    private async Task RenameAsync(string source, string target, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Database.RenameCollectionAsync(source, target, cancellationToken: cancellationToken).TranslateErrorsAsync();
        }
        catch (MongoCommandException refused) when (refused.Code is MongoErrors.NamespaceNotFound or MongoErrors.NamespaceExists)
        {
        }
    }
}
