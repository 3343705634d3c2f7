using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Archive.Catalogue.Mongo;

/// <inheritdoc/>
public sealed class MongoArchiveCatalogue(MongoStorage storage) : IArchiveCatalogue
{
    private const string RestoredAt = "restored";

    private static readonly BsonDocument IsThere = new("$exists", true);
    private static readonly BsonDocument IsNotThere = new("$exists", false);

    private readonly IMongoCollection<BsonDocument> _parts = storage.Collection(MongoNames.ArchivedParts);

    public async Task<ArchivedPart> RecordAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        var id = IdOf(part.Day, part.Generation);
        // Whoever is late finds no restored one: a part that is recorded is never removed here.
        await _parts.DeleteOneAsync(new BsonDocument { { "_id", id }, { RestoredAt, IsThere } }, cancellationToken).TranslateErrorsAsync();
        var insert = new BsonDocument("$setOnInsert", ToDocument(part));
        await _parts.WriteAllAsync(
            [new UpdateOneModel<BsonDocument>(new BsonDocument("_id", id), insert) { IsUpsert = true }], cancellationToken);
        return ToPart(await _parts.Find(new BsonDocument("_id", id)).SingleAsync(cancellationToken).TranslateErrorsAsync());
    }

    public async Task<IReadOnlyList<ArchivedPart>> GetPartsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var found = await _parts.Find(new BsonDocument { { "_id", RangeOf(from, to) }, { RestoredAt, IsNotThere } }).Sort(new BsonDocument("_id", 1))
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ToPart);
    }

    public Task RemoveAsync(DateOnly day, int generation, CancellationToken cancellationToken) =>
        _parts.DeleteOneAsync(new BsonDocument("_id", IdOf(day, generation)), cancellationToken).TranslateErrorsAsync();

    public Task NoteRestoredAsync(DateOnly day, int generation, DateTimeOffset at, CancellationToken cancellationToken) =>
        _parts.UpdateOneAsync(
                new BsonDocument { { "_id", IdOf(day, generation) }, { RestoredAt, IsNotThere } },
                new BsonDocument("$set", new BsonDocument(RestoredAt, at.ToStored())),
                cancellationToken: cancellationToken)
            .TranslateErrorsAsync();

    public async Task<IReadOnlyList<RestoredPart>> GetRestoredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var found = await _parts.Find(new BsonDocument { { "_id", RangeOf(from, to) }, { RestoredAt, IsThere } })
            .Sort(new BsonDocument("_id", 1)).ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(part => new RestoredPart(
            DateOnly.FromDayNumber(part["_id"]["d"].AsInt32),
            part["_id"]["g"].AsInt32,
            part["key"].AsString,
            part[RestoredAt].ToInstant()));
    }

    public Task NoteAsync(DateOnly day, int generation, string? problem, DateTimeOffset at, CancellationToken cancellationToken) =>
        _parts.UpdateOneAsync(
                new BsonDocument { { "_id", IdOf(day, generation) }, { RestoredAt, IsNotThere } },
                new BsonDocument("$set", new BsonDocument
                {
                    { "problem", (BsonValue?)problem ?? BsonNull.Value },
                    { "verified", at.ToStored() },
                }),
                cancellationToken: cancellationToken)
            .TranslateErrorsAsync();

    private static BsonDocument RangeOf(DateOnly from, DateOnly to) => new()
    {
        { "$gte", IdOf(from, 0) }, { "$lte", IdOf(to, int.MaxValue) },
    };

    private static BsonDocument IdOf(DateOnly day, int generation) => new() { { "d", day.DayNumber }, { "g", generation } };

    private static BsonDocument ToDocument(ArchivedPart part) => new()
    {
        { "key", part.Key },
        { "rows", part.Rows },
        { "bytes", part.Bytes },
        { "sha256", part.Sha256 },
        { "hash", part.ContentHash },
        { "first", part.First.ToStored() },
        { "last", part.Last.ToStored() },
        { "schema", part.SchemaVersion },
        { "at", part.ArchivedAt.ToStored() },
        { "verified", part.VerifiedAt.ToStored() },
        { "problem", (BsonValue?)part.Problem ?? BsonNull.Value },
    };

    private static ArchivedPart ToPart(BsonDocument part) => new()
    {
        Day = DateOnly.FromDayNumber(part["_id"]["d"].AsInt32),
        Generation = part["_id"]["g"].AsInt32,
        Key = part["key"].AsString,
        Rows = part["rows"].AsInt64,
        Bytes = part["bytes"].AsInt64,
        Sha256 = part["sha256"].AsString,
        ContentHash = part["hash"].AsString,
        First = part["first"].ToInstant(),
        Last = part["last"].ToInstant(),
        SchemaVersion = part["schema"].AsInt32,
        ArchivedAt = part["at"].ToInstant(),
        VerifiedAt = part["verified"].ToInstant(),
        Problem = part["problem"].IsBsonNull ? null : part["problem"].AsString,
    };
}
