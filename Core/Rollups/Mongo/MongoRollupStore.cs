using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Rollups.Mongo;

/// <summary>
/// Parts are documents that never change. A writer adds its parts, then replaces the bucket's document, which says what parts belong to
/// it, then removes those that do not. Wherever a writer dies, a reader finds the bucket with the parts of one version; leftovers
/// are removed by the bucket's next write.
/// </summary>
public sealed class MongoRollupStore(MongoStorage storage) : IRollupStore
{
    /// <summary>A larger part is read alone.</summary>
    private const int MaxBytesPerQuery = 8 << 20;

    private readonly IMongoCollection<BsonDocument> _buckets = storage.Collection(MongoNames.Rollups);
    private readonly IMongoCollection<BsonDocument> _parts = storage.Collection(MongoNames.RollupParts);
    private readonly MongoCounters _counters = new(storage);

    public Task<long> NextVersionAsync(CancellationToken cancellationToken) =>
        _counters.AddAsync(MongoCounters.RollupVersion, 1, cancellationToken);

    public async Task<long> GetLatestVersionAsync(CancellationToken cancellationToken) =>
        await _counters.GetAsync(MongoCounters.RollupVersion, cancellationToken) ?? 0;

    public async Task<IReadOnlyList<Bucket>> GetAsync(IReadOnlyCollection<BucketKey> keys, CancellationToken cancellationToken) =>
        (await _buckets.FindByIdsAsync(keys.Select(BucketDocument.IdOf), [], cancellationToken)).ConvertAll(BucketDocument.Read);

    public async Task<IReadOnlyList<Bucket>> GetRangeAsync(
        BucketLevel level, string zone, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        // Ids compare field by field: level, zone, start.
        var range = new BsonDocument
        {
            { "$gte", BucketDocument.IdOf(level, zone, from.ToBound()) },
            { "$lt", BucketDocument.IdOf(level, zone, to.ToBound()) },
        };
        var found = await _buckets.Find(new BsonDocument("_id", range), MongoReads.Options).Sort(new BsonDocument("_id", 1)).Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(BucketDocument.Read);
    }

    public async Task<bool> ReadAsync(
        IReadOnlyCollection<PartAddress> parts,
        Action<PartAddress, ReadOnlyMemory<byte>> read,
        CancellationToken cancellationToken)
    {
        foreach (var group in Groups(parts))
        {
            var chunks = (await _parts.FindByIdsAsync(group.SelectMany(PartDocument.IdsOf), [], cancellationToken))
                .ToDictionary(chunk => chunk["_id"], PartDocument.ContentOf);
            foreach (var part in group)
            {
                if (PartDocument.Join(part, chunks) is not { } content)
                {
                    return false;
                }

                read(part, content);
            }
        }

        return true;
    }

    public async Task<IReadOnlyCollection<BucketKey>> PutAsync(
        IReadOnlyCollection<BucketWrite> writes, CancellationToken cancellationToken)
    {
        IReadOnlyList<BucketWrite> all = [.. writes];
        // The driver cuts it into messages of the size that the server takes.
        await _parts.WriteAllAsync([.. all.SelectMany(PartDocument.Chunks)], cancellationToken);

        var taken = await _buckets.WriteOnceAsync([.. all.Select(BucketDocument.Replace)], cancellationToken);
        var refused = taken.Select(index => all[index].Bucket.Key).ToHashSet();
        await _parts.WriteAllAsync(
            [.. all.Where(write => !refused.Contains(write.Bucket.Key)).SelectMany(PartDocument.DeleteSuperseded)], cancellationToken);
        return refused;
    }

    public async Task<long> DeleteSlicesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var slices = new BsonDocument("_id", new BsonDocument
        {
            { "$gte", BucketDocument.IdOf(BucketLevel.Slice, "", DateTimeOffset.MinValue.ToStored()) },
            { "$lt", BucketDocument.IdOf(BucketLevel.Slice, "", before.ToBound()) },
        });
        // Their parts' ids begin with the same fields. Buckets go first: none may be left without its parts.
        var deleted = await _buckets.DeleteManyAsync(slices, cancellationToken).TranslateErrorsAsync();
        await _parts.DeleteManyAsync(slices, cancellationToken).TranslateErrorsAsync();
        return deleted.DeletedCount;
    }

    /// <summary>Parts that are held in memory together.</summary>
    private static IEnumerable<IReadOnlyList<PartAddress>> Groups(IEnumerable<PartAddress> parts)
    {
        var group = new List<PartAddress>();
        var bytes = 0L;
        foreach (var part in parts)
        {
            if (group.Count > 0 && bytes + part.Part.Length > MaxBytesPerQuery)
            {
                yield return group;
                (group, bytes) = ([], 0);
            }

            group.Add(part);
            bytes += part.Part.Length;
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }
}
