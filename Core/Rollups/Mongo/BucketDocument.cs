using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.Core.Rollups.Encoding;

namespace Pipeline.Core.Rollups.Mongo;

/// <summary>A bucket is {_id: {l: level, z: zone, s: start}, v: version, u: updated, r: revised, t: totals, p: list of parts}.</summary>
internal static class BucketDocument
{
    /// <summary>No bucket has this version.</summary>
    private const long NoVersion = -1;

    public static BsonValue IdOf(BucketKey key) => IdOf(key.Level, key.Zone, key.Start.ToStored());

    public static BsonDocument IdOf(BucketLevel level, string zone, BsonDateTime start) =>
        new() { { "l", (int)level }, { "z", zone }, { "s", start } };

    /// <summary>
    /// The version is checked by the write itself. If it is not the expected one, nothing matches, and what would then be
    /// inserted has an id that is taken.
    /// </summary>
    public static WriteModel<BsonDocument> Replace(BucketWrite write)
    {
        var bucket = write.Bucket;
        var id = IdOf(bucket.Key);
        return new ReplaceOneModel<BsonDocument>(
            new BsonDocument { { "_id", id }, { "v", write.Replaces ?? NoVersion } },
            new BsonDocument
            {
                { "_id", id },
                { "v", bucket.Version },
                { "u", bucket.UpdatedAt.ToStored() },
                { "r", bucket.RevisedAt.ToStored() },
                { "t", bucket.Totals.ToArray() },
                { "p", PartListCodec.Encode(bucket.Parts) },
            })
        {
            IsUpsert = true,
        };
    }

    public static Bucket Read(BsonDocument bucket)
    {
        var id = bucket["_id"].AsBsonDocument;
        var key = new BucketKey((BucketLevel)id["l"].AsInt32, id["z"].AsString, id["s"].ToInstant());
        return new Bucket(
            key,
            bucket["v"].AsInt64,
            bucket["u"].ToInstant(),
            bucket["r"].ToInstantOrNull(),
            bucket["t"].AsByteArray,
            PartListCodec.Decode(key, bucket["p"].AsByteArray));
    }
}
