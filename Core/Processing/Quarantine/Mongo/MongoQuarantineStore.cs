using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Quarantine.Mongo;

/// <inheritdoc/>
public sealed class MongoQuarantineStore(MongoStorage storage) : IQuarantineStore
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
        [new(MongoNames.Quarantine, "by_age", new BsonDocument { { "q", 1 }, { "_id", 1 } })];

    private readonly IMongoCollection<BsonDocument> _entries = storage.Collection(MongoNames.Quarantine);

    public async Task<IReadOnlyList<QuarantineEntry>> AddAsync(
        IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken)
    {
        // Entries that exist already are refused because of their id, which is what we want.
        var known = await _entries.WriteOnceAsync(
            [.. entries.Select(entry => new InsertOneModel<BsonDocument>(ToDocument(entry)))], cancellationToken);
        return [.. entries.Where((_, i) => !known.Contains(i))];
    }

    public async Task<IReadOnlyList<QuarantineEntry>> GetOpenAsync(int limit, CancellationToken cancellationToken)
    {
        var found = await _entries.Find(new BsonDocument()).Sort(new BsonDocument { { "q", 1 }, { "_id", 1 } }).Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ToEntry);
    }

    public Task<long> CountOpenAsync(CancellationToken cancellationToken) =>
        _entries.CountDocumentsAsync(new BsonDocument(), cancellationToken: cancellationToken).TranslateErrorsAsync();

    private static BsonDocument ToDocument(QuarantineEntry entry) => new()
    {
        { "_id", entry.Id },
        { "kind", entry.Kind.ToString() },
        { "reason", entry.Reason },
        { "detail", entry.Detail },
        { "payload", entry.Payload },
        { "r", entry.ReceivedAt.ToStored() },
        { "q", entry.QuarantinedAt.ToStored() },
    };

    private static QuarantineEntry ToEntry(BsonDocument entry) => new(
        entry["_id"].AsString,
        Enum.Parse<QuarantineKind>(entry["kind"].AsString),
        entry["reason"].AsString,
        entry["detail"].AsString,
        entry["payload"].AsString,
        entry["r"].ToInstant(),
        entry["q"].ToInstant());
}
