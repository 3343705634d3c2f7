using System.Runtime.InteropServices;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.Core.Rollups.Encoding;

namespace Pipeline.Core.Rollups.Mongo;

/// <summary>
/// A chunk of a part is {_id: {l: level, z: zone, s: start, p: part, v: version, n: number of the chunk}, c: content}. Ids compare field
/// by field, so the versions of a part lie together in their order.
/// </summary>
internal static class PartDocument
{
    public static IEnumerable<BsonValue> IdsOf(PartAddress part) => Enumerable
        .Range(0, Rollups.Chunks.CountOf(part.Part.Length))
        .Select(chunk => IdOf(part.Bucket, part.Part.Name, part.Part.Version).Add("n", chunk));

    public static byte[] ContentOf(BsonDocument chunk) => chunk["c"].AsByteArray;

    /// <summary>The content of a part, put together from its chunks; null when one of them is missing.</summary>
    public static byte[]? Join(PartAddress part, IReadOnlyDictionary<BsonValue, byte[]> chunks)
    {
        var own = IdsOf(part).Select(chunks.GetValueOrDefault).ToList();
        return own.Contains(null) ? null
            : own.Count == 1 ? own[0]
            : Concat(own!);
    }

    /// <summary>The chunks of the parts that are new. A repeated write finds them there and changes nothing.</summary>
    public static IEnumerable<WriteModel<BsonDocument>> Chunks(BucketWrite write) =>
        from part in write.Contents
        from chunk in Rollups.Chunks.Of(part.Value).Index()
        let id = IdOf(write.Bucket.Key, part.Key, write.Bucket.Version).Add("n", chunk.Index)
        select new ReplaceOneModel<BsonDocument>(
            new BsonDocument("_id", id), new BsonDocument { { "_id", id }, { "c", BytesOf(chunk.Item) } })
        {
            IsUpsert = true,
        };

    /// <summary>
    /// Removes what older writers left: all older versions of a part that is new or empty now, and those between the kept version and
    /// this one. A younger writer may be about to refer to what it has just added, so younger versions stay.
    /// </summary>
    public static IEnumerable<WriteModel<BsonDocument>> DeleteSuperseded(BucketWrite write) =>
        from name in PartNames.Of(write.Bucket.Key.Level)
        let kept = write.Bucket.Find(name)?.Version
        let oldest = kept is { } version && version < write.Bucket.Version ? version + 1 : 0
        select new DeleteManyModel<BsonDocument>(new BsonDocument("_id", new BsonDocument
        {
            { "$gte", IdOf(write.Bucket.Key, name, oldest) },
            { "$lt", IdOf(write.Bucket.Key, name, write.Bucket.Version) },
        }));

    private static BsonDocument IdOf(BucketKey bucket, string part, long version) =>
        BucketDocument.IdOf(bucket.Level, bucket.Zone, bucket.Start.ToStored()).Add("p", part).Add("v", version);

    private static byte[] Concat(List<byte[]> chunks)
    {
        var content = new byte[chunks.Sum(chunk => chunk.Length)];
        var length = 0;
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(content, length);
            length += chunk.Length;
        }

        return content;
    }

    private static byte[] BytesOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var segment) && segment.Array!.Length == segment.Count ? segment.Array : content.ToArray();
}
