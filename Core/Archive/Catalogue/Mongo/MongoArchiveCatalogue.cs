using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Archive.Catalogue.Mongo;

/// <inheritdoc/>
public sealed class MongoArchiveCatalogue(MongoStorage storage) : IArchiveCatalogue
{
    private const string RestoredAt = "restored";
    private const string Retired = "retired";
    private const string Replaces = "replaces";

    private const string ExpiredThrough = "expired_through";

    private static readonly BsonDocument Expiry = new("_id", "archive_expiry");
    private static readonly BsonDocument IsThere = new("$exists", true);
    private static readonly BsonDocument IsNotThere = new("$exists", false);

    private readonly IMongoCollection<BsonDocument> _parts = storage.Collection(MongoNames.ArchivedParts);
    private readonly IMongoCollection<BsonDocument> _meta = storage.Collection(MongoNames.Meta);

    public Task<ArchivedPart> RecordAsync(ArchivedPart part, CancellationToken cancellationToken) =>
        InsertAsync(part, ToDocument(part), cancellationToken);

    // A part names those that it replaces: that it is there and that they are not is one document, so no transaction is needed.
    public Task<ArchivedPart> ReplaceAsync(ArchivedPart part, IReadOnlyCollection<int> replaced, CancellationToken cancellationToken) =>
        InsertAsync(part, ToDocument(part).Add(Replaces, new BsonArray(replaced)), cancellationToken);

    public Task RetireAsync(DateOnly day, int generation, CancellationToken cancellationToken) =>
        _parts.UpdateOneAsync(
                new BsonDocument { { "_id", IdOf(day, generation) }, { RestoredAt, IsNotThere } },
                new BsonDocument("$set", new BsonDocument(Retired, true)),
                cancellationToken: cancellationToken)
            .TranslateErrorsAsync();

    public async Task<IReadOnlyList<RetiredPart>> GetRetiredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        (await ReadAsync(from, to, cancellationToken)).Retired.ConvertAll(part => new RetiredPart(DayOf(part), GenerationOf(part), part["key"].AsString));

    public async Task<IReadOnlyList<ArchivedPart>> GetPartsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        (await ReadAsync(from, to, cancellationToken)).Others.FindAll(part => !part.Contains(RestoredAt)).ConvertAll(ToPart);

    public Task RemoveAsync(DateOnly day, int generation, CancellationToken cancellationToken) =>
        _parts.DeleteOneAsync(new BsonDocument("_id", IdOf(day, generation)), cancellationToken).TranslateErrorsAsync();

    public Task NoteRestoredAsync(DateOnly day, int generation, DateTimeOffset at, CancellationToken cancellationToken) =>
        _parts.UpdateOneAsync(
                new BsonDocument { { "_id", IdOf(day, generation) }, { RestoredAt, IsNotThere } },
                new BsonDocument("$set", new BsonDocument(RestoredAt, at.ToStored())),
                cancellationToken: cancellationToken)
            .TranslateErrorsAsync();

    public async Task<IReadOnlyList<RestoredPart>> GetRestoredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        (await ReadAsync(from, to, cancellationToken)).Others.FindAll(part => part.Contains(RestoredAt)).ConvertAll(part => new RestoredPart(
            DayOf(part), GenerationOf(part), part["key"].AsString, part[RestoredAt].ToInstant()));

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

    public Task NoteExpiredThroughAsync(DateOnly day, CancellationToken cancellationToken) =>
        _meta.WriteAllAsync(
            [new UpdateOneModel<BsonDocument>(Expiry, new BsonDocument("$max", new BsonDocument(ExpiredThrough, day.DayNumber))) { IsUpsert = true }],
            cancellationToken);

    public async Task<DateOnly?> FindExpiredThroughAsync(CancellationToken cancellationToken) =>
        await _meta.Find(Expiry).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync() is { } found
            ? DateOnly.FromDayNumber(found[ExpiredThrough].AsInt32) : null;

    private async Task<ArchivedPart> InsertAsync(ArchivedPart part, BsonDocument document, CancellationToken cancellationToken)
    {
        var id = IdOf(part.Day, part.Generation);
        // Whoever is late finds no restored one: a part that is recorded is never removed here.
        await _parts.DeleteOneAsync(new BsonDocument { { "_id", id }, { RestoredAt, IsThere } }, cancellationToken).TranslateErrorsAsync();
        var insert = new BsonDocument("$setOnInsert", document);
        await _parts.WriteAllAsync(
            [new UpdateOneModel<BsonDocument>(new BsonDocument("_id", id), insert) { IsUpsert = true }], cancellationToken);
        return ToPart(await _parts.Find(new BsonDocument("_id", id)).SingleAsync(cancellationToken).TranslateErrorsAsync());
    }

    /// <summary>
    /// Whole days in the order in which parts come and go: who sees a part missing because it was replaced and forgotten sees the later one that
    /// replaced it.
    /// </summary>
    private async Task<(List<BsonDocument> Retired, List<BsonDocument> Others)> ReadAsync(
        DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var found = await _parts.Find(new BsonDocument("_id", RangeOf(from, to))).Sort(new BsonDocument("_id", 1))
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        var replaced = found
            .Where(part => part.Contains(Replaces))
            .SelectMany(part => part[Replaces].AsBsonArray, (part, generation) => (DayOf(part), generation.AsInt32))
            .ToHashSet();
        var retired = found.ToLookup(part => part.Contains(Retired) || replaced.Contains((DayOf(part), GenerationOf(part))));
        return ([.. retired[true]], [.. retired[false]]);
    }

    private static DateOnly DayOf(BsonDocument part) => DateOnly.FromDayNumber(part["_id"]["d"].AsInt32);

    private static int GenerationOf(BsonDocument part) => part["_id"]["g"].AsInt32;

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
        Day = DayOf(part),
        Generation = GenerationOf(part),
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
