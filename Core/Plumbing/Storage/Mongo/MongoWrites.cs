using MongoDB.Bson;
using MongoDB.Driver;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>Bulk writes, with the handling that the server leaves to its clients.</summary>
internal static class MongoWrites
{
    /// <summary>Ids in one query, which must stay far below the largest document.</summary>
    public const int MaxIdsPerQuery = 10_000;

    private const int MaxAttempts = 10;

    private static readonly BulkWriteOptions Unordered = new() { IsOrdered = false };

    /// <summary>
    /// Writes in any order. When upserts of one new document race, all but one fail with a duplicate key; these are repeated
    /// and then find the document.
    /// </summary>
    public static async Task WriteAllAsync(
        this IMongoCollection<BsonDocument> collection,
        IReadOnlyList<WriteModel<BsonDocument>> writes,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; writes.Count > 0; attempt++)
        {
            var raced = await collection.WriteOnceAsync(writes, cancellationToken);
            if (raced.Count > 0 && attempt == MaxAttempts)
            {
                throw new TransientStorageException($"{raced.Count} writes to {collection.CollectionNamespace.CollectionName} kept losing to concurrent writes.");
            }

            writes = [.. raced.Select(index => writes[index])];
        }
    }

    /// <summary>Writes in any order. Returns the indexes of those whose key was taken by another document.</summary>
    public static async Task<IReadOnlyList<int>> WriteOnceAsync(
        this IMongoCollection<BsonDocument> collection,
        IReadOnlyList<WriteModel<BsonDocument>> writes,
        CancellationToken cancellationToken)
    {
        if (writes.Count == 0)
        {
            return [];
        }

        try
        {
            await collection.BulkWriteAsync(writes, Unordered, cancellationToken).TranslateErrorsAsync();
            return [];
        }
        catch (MongoBulkWriteException taken) when (taken.HasOnlyDuplicateKeys())
        {
            return [.. taken.WriteErrors.Select(error => error.Index)];
        }
    }

    /// <summary>The documents with these ids that exist, in no particular order.</summary>
    public static async Task<List<BsonDocument>> FindByIdsAsync(
        this IMongoCollection<BsonDocument> collection,
        IEnumerable<BsonValue> ids,
        BsonDocument projection,
        CancellationToken cancellationToken)
    {
        var found = new List<BsonDocument>();
        foreach (var chunk in ids.Chunk(MaxIdsPerQuery))
        {
            found.AddRange(await collection.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(chunk))), MongoReads.Options)
                .Project<BsonDocument>(projection).ToListAsync(cancellationToken).TranslateErrorsAsync());
        }

        return found;
    }
}
