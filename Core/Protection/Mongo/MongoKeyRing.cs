using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Protection.Mongo;

/// <inheritdoc/>
public sealed class MongoKeyRing(MongoStorage storage) : IKeyRing
{
    private readonly IMongoCollection<BsonDocument> _keys = storage.Collection(MongoNames.KeyRing);

    public async Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken)
    {
        var keys = await _keys.Find(new BsonDocument()).ToListAsync(cancellationToken).TranslateErrorsAsync();
        return keys.ConvertAll(key => key["content"].AsString);
    }

    public Task AddAsync(string name, string content, CancellationToken cancellationToken) =>
        _keys.WriteOnceAsync([new InsertOneModel<BsonDocument>(new BsonDocument { { "_id", name }, { "content", content } })], cancellationToken);
}
