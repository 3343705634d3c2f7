using MongoDB.Bson;
using MongoDB.Driver;

namespace Pipeline.Core.Storage.Mongo;

/// <summary>
/// Every index beside those on <c>_id</c>. Raw days have none: their <c>_id</c> is (timestamp, event id), and an index more would
/// cost a random page per event.
/// </summary>
internal static class MongoIndexes
{
    public static readonly IReadOnlyList<MongoIndex> All =
    [
        new(MongoNames.Sessions, "by_user", new BsonDocument { { "u", 1 }, { "s", -1 }, { "_id", 1 } }),
        new(MongoNames.Sessions, "by_start", new BsonDocument("s", 1)),
        new(MongoNames.Users, "by_number", new BsonDocument("n", 1), IsUnique: true),
        new(MongoNames.DirtySlices, "by_receipt", new BsonDocument { { "r", 1 }, { "_id", 1 } }),
        new(MongoNames.Quarantine, "by_age", new BsonDocument { { "q", 1 }, { "_id", 1 } }),
        new(MongoNames.JobRuns, "by_start", new BsonDocument { { "s", -1 }, { "_id", -1 } }),
        new(MongoNames.JobRuns, "by_job", new BsonDocument { { "j", 1 }, { "s", -1 }, { "_id", -1 } }),
    ];

    /// <summary>Makes what is missing; an index that is there as it should be stays. Safe to call from many processes at once.</summary>
    /// <returns>What is wrong, for an operator; empty when every index is there.</returns>
    public static async Task<IReadOnlyList<string>> EnsureAsync(MongoStorage storage, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var index in All)
        {
            try
            {
                await storage.Collection(index.Collection).Indexes.CreateOneAsync(
                    new CreateIndexModel<BsonDocument>(
                        index.Keys, new CreateIndexOptions { Name = index.Name, Unique = index.IsUnique ? true : null }),
                    cancellationToken: cancellationToken);
            }
            catch (MongoCommandException conflict)
                when (conflict.Code is MongoErrors.IndexOptionsConflict or MongoErrors.IndexKeySpecsConflict)
            {
                problems.Add(
                    $"Collection {index.Collection} has an index that conflicts with '{index.Name}' on {index.Keys}: drop the old one " +
                    "and start again.");
            }
            catch (MongoCommandException duplicates) when (duplicates.IsDuplicateKey())
            {
                problems.Add($"Collection {index.Collection} breaks the unique index '{index.Name}' on {index.Keys}.");
            }
        }

        return problems;
    }
}
