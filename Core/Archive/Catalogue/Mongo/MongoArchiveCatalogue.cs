using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Archive.Catalogue.Mongo;

/// <inheritdoc/>
public sealed class MongoArchiveCatalogue(MongoStorage storage) : IArchiveCatalogue
{
    private readonly IMongoCollection<BsonDocument> _parts = storage.Collection(MongoNames.ArchivedParts);

    public async Task<ArchivedPart> RecordAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        var id = IdOf(part.Day, part.Generation);
        var insert = new BsonDocument("$setOnInsert", ToDocument(part));
        await _parts.WriteAllAsync(
            [new UpdateOneModel<BsonDocument>(new BsonDocument("_id", id), insert) { IsUpsert = true }], cancellationToken);
        return ToPart(await _parts.Find(new BsonDocument("_id", id)).SingleAsync(cancellationToken).TranslateErrorsAsync());
    }

    public async Task<IReadOnlyList<ArchivedPart>> GetPartsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var range = new BsonDocument { { "$gte", IdOf(from, 0) }, { "$lte", IdOf(to, int.MaxValue) } };
        var found = await _parts.Find(new BsonDocument("_id", range)).Sort(new BsonDocument("_id", 1))
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ToPart);
    }

    public Task RemoveAsync(DateOnly day, int generation, CancellationToken cancellationToken) =>
        _parts.DeleteOneAsync(new BsonDocument("_id", IdOf(day, generation)), cancellationToken).TranslateErrorsAsync();

    private static BsonDocument IdOf(DateOnly day, int generation) => new() { { "d", day.DayNumber }, { "g", generation } };

    private static BsonDocument ToDocument(ArchivedPart part) => new()
    {
        { "key", part.Key },
        { "rows", part.Rows },
        { "bytes", part.Bytes },
        { "hash", part.ContentHash },
        { "at", part.ArchivedAt.ToStored() },
    };

    private static ArchivedPart ToPart(BsonDocument part) => new(
        DateOnly.FromDayNumber(part["_id"]["d"].AsInt32),
        part["_id"]["g"].AsInt32,
        part["key"].AsString,
        part["rows"].AsInt64,
        part["bytes"].AsInt64,
        part["hash"].AsString,
        part["at"].ToInstant());
}
