using System.Runtime.InteropServices;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Rollups.Mongo;

/// <summary>A bucket is {_id: {l: level, z: zone, s: start}, v: version, u: updated, r: revised, c: content}.</summary>
internal static class RollupDocuments
{
    public static readonly BsonDocument VersionOnly = new() { { "v", 1 }, { "r", 1 } };

    public static BsonValue IdOf(RollupKey key) => IdOf(key.Level, key.Zone, key.Start.ToStored());

    public static BsonDocument IdOf(RollupLevel level, string zone, BsonDateTime start) =>
        new() { { "l", (int)level }, { "z", zone }, { "s", start } };

    /// <summary>
    /// The fence is checked where the bucket is written. When it is not younger than the stored one, nothing matches, and what would
    /// then be inserted has an id that is taken.
    /// </summary>
    public static WriteModel<BsonDocument> Put(StoredRollup rollup)
    {
        var id = IdOf(rollup.Key);
        return new ReplaceOneModel<BsonDocument>(
            new BsonDocument { { "_id", id }, { "v", new BsonDocument("$lte", rollup.Version) } },
            new BsonDocument
            {
                { "_id", id },
                { "v", rollup.Version },
                { "u", rollup.UpdatedAt.ToStored() },
                { "r", rollup.RevisedAt.ToStored() },
                { "c", BytesOf(rollup.Content) },
            })
        {
            IsUpsert = true,
        };
    }

    public static StoredRollup Read(BsonDocument rollup) => new(
        ReadKey(rollup), rollup["c"].AsByteArray, rollup["u"].ToInstant(), rollup["r"].ToInstantOrNull(), rollup["v"].AsInt64);

    public static RollupVersion ReadVersion(BsonDocument rollup) =>
        new(ReadKey(rollup), rollup["v"].AsInt64, rollup["r"].ToInstantOrNull());

    public static RollupKey ReadKey(BsonDocument rollup)
    {
        var id = rollup["_id"].AsBsonDocument;
        return new RollupKey((RollupLevel)id["l"].AsInt32, id["z"].AsString, id["s"].ToInstant());
    }

    private static byte[] BytesOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var segment) && segment.Array!.Length == segment.Count ? segment.Array : content.ToArray();
}
