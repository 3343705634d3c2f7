using MongoDB.Bson;

namespace Pipeline.MongoServer.Storage;

/// <summary>A document that another one already holds a unique key of.</summary>
internal sealed class DuplicateKeyException(string collection, IndexDefinition index, BsonDocument keyValue)
    : Exception($"E11000 duplicate key error collection: {collection} index: {index.Name} dup key: {keyValue}")
{
    public BsonDocument KeyPattern => index.Keys;

    public BsonDocument KeyValue => keyValue;
}
