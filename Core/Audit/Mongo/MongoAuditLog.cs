using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Audit.Mongo;

/// <inheritdoc/>
public sealed class MongoAuditLog(MongoStorage storage) : IAuditLog
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(MongoNames.AuditLog, "by_who", new BsonDocument { { "who", 1 }, { "_id", -1 } }),
        new(MongoNames.AuditLog, "by_what", new BsonDocument { { "what", 1 }, { "_id", -1 } }),
    ];

    private readonly IMongoCollection<BsonDocument> _entries = storage.Collection(MongoNames.AuditLog);

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        _entries.WriteOnceAsync([new InsertOneModel<BsonDocument>(ToDocument(entry))], cancellationToken);

    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument("_id", new BsonDocument { { "$gte", query.LowestId }, { "$lt", query.EndId } });
        filter.Add("who", query.Who, query.Who is not null);
        filter.Add("what", query.What, query.What is not null);
        var found = await _entries.Find(filter, MongoReads.Options).Sort(new BsonDocument("_id", -1)).Limit(query.Limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ToEntry);
    }

    private static BsonDocument ToDocument(AuditEntry entry) => new()
    {
        { "_id", entry.Id },
        { "at", entry.At.ToStored() },
        { "who", entry.Who },
        { "what", entry.What },
        { "target", entry.Target },
        { "from", entry.From },
        { "result", entry.Result },
    };

    private static AuditEntry ToEntry(BsonDocument entry) => new(
        entry["_id"].AsString,
        entry["at"].ToInstant(),
        entry["who"].AsString,
        entry["what"].AsString,
        entry["target"].AsString,
        entry["from"].AsString,
        entry["result"].AsString);
}
