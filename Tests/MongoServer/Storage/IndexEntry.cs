using MongoDB.Bson;

namespace Pipeline.MongoServer.Storage;

/// <summary>A key in an index, or a probe that stands before or after every key that begins with its values.</summary>
internal sealed record IndexEntry(BsonValue[] Key, Record? Record, int Side)
{
    public static IndexEntry Of(BsonValue[] key, Record record) => new(key, record, 0);

    public static IndexEntry Before(params BsonValue[] prefix) => new(prefix, null, -1);

    public static IndexEntry After(params BsonValue[] prefix) => new(prefix, null, 1);
}
