using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <inheritdoc/>
public sealed class MongoSealedDays(MongoStorage storage) : ISealedDays
{
    private const int NamespaceNotFound = 26;
    private const int NamespaceExists = 48;

    private readonly MongoRawReader _reader = new(storage);

    public async Task SealAsync(SealedDay day, CancellationToken cancellationToken)
    {
        try
        {
            // On the server this is one step: no insert is lost, and none changes the sealed collection.
            await storage.Database.RenameCollectionAsync(
                RawCollection.NameOf(day.Day), RawCollection.NameOf(day), cancellationToken: cancellationToken).TranslateErrorsAsync();
        }
        catch (MongoCommandException done) when (done.Code is NamespaceNotFound or NamespaceExists)
        {
            // There is nothing to seal, or an earlier try has sealed it.
        }
    }

    public async Task<IReadOnlyList<SealedDay>> GetAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        (await RawCollection.GetSealedAsync(storage, cancellationToken)).FindAll(day => day.Day >= from && day.Day <= to);

    public IAsyncEnumerable<RawEvent> ReadAsync(
        SealedDay day, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _reader.ReadAsync(RawCollection.NameOf(day), from, to, cancellationToken);

    public async Task<IReadOnlyList<RawEvent>> FindAsync(
        SealedDay day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<RawEvent>();
        foreach (var page in keys.Distinct().Order().Chunk(MongoRawReader.PageSize))
        {
            found.AddRange(await _reader.FindAsync(RawCollection.NameOf(day), page, cancellationToken));
        }

        return found;
    }

    public Task<long> CountAsync(SealedDay day, CancellationToken cancellationToken) =>
        _reader.Events(RawCollection.NameOf(day)).CountDocumentsAsync(new BsonDocument(), cancellationToken: cancellationToken)
            .TranslateErrorsAsync();

    // The references first: a crash in between leaves a day that is dropped again later, not references that nobody knows of.
    public async Task DropAsync(SealedDay day, CancellationToken cancellationToken)
    {
        var existing = await GetAsync(day.Day, day.Day, cancellationToken);
        if (existing.Contains(day))
        {
            await storage.Database.DropCollectionAsync(RawCollection.ReferencesOf(day.Day), cancellationToken).TranslateErrorsAsync();
            await storage.Database.DropCollectionAsync(RawCollection.NameOf(day), cancellationToken).TranslateErrorsAsync();
        }
    }
}
