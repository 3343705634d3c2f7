using MongoDB.Bson;
using MongoDB.Driver;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>Makes the indexes that the adapters rely on.</summary>
internal static class MongoIndexes
{
    /// <summary>Makes the missing indexes; correct ones stay as they are. Safe to call from many processes at once.</summary>
    /// <returns>What is wrong, for an operator; empty when every index exists.</returns>
    public static async Task<IReadOnlyList<string>> EnsureAsync(
        MongoStorage storage, IEnumerable<MongoIndex> indexes, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var index in indexes)
        {
            try
            {
                await storage.Collection(index.Collection).Indexes.CreateOneAsync(
                    new CreateIndexModel<BsonDocument>(
                        index.Keys,
                        new CreateIndexOptions
                        {
                            Name = index.Name,
                            Unique = index.IsUnique ? true : null,
                            Sparse = index.IsSparse ? true : null,
                        }),
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

/// <summary>One index that the adapters rely on; a sparse one holds only documents that have its fields.</summary>
public sealed record MongoIndex(string Collection, string Name, BsonDocument Keys, bool IsUnique = false, bool IsSparse = false);
