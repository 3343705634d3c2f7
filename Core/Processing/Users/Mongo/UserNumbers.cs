using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Users.Mongo;

/// <summary>
/// Gives users their numbers. Numbers are taken from a counter first, and wasted when another process creates the user meanwhile:
/// they stay small but leave holes, which cost a bitmap next to nothing.
/// </summary>
internal sealed class UserNumbers(MongoStorage storage)
{
    public const string Number = "n";

    /// <summary>How many changes are not in the search index yet; absent when all are.</summary>
    public const string Unindexed = "q";

    private const int MaxAttempts = 10;

    private readonly MongoCounters _counters = new(storage);
    private readonly IMongoCollection<BsonDocument> _users = storage.Collection(MongoNames.Users);

    // A number that was read is cached for ever, so it must be one that no failover can roll back.
    private readonly IMongoCollection<BsonDocument> _durable =
        storage.Collection(MongoNames.Users).WithReadConcern(ReadConcern.Majority);

    public async Task<Dictionary<string, int>> FindOrAddAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var numbers = await FindAsync(userIds, cancellationToken);
        for (var attempt = 1; numbers.Count < userIds.Count; attempt++)
        {
            if (attempt > MaxAttempts)
            {
                throw new TransientStorageException("Users that MongoDB reports as existing cannot be found.");
            }

            var missing = userIds.Where(id => !numbers.ContainsKey(id)).ToList();
            await AddAsync(missing, numbers, cancellationToken);
            foreach (var (id, number) in await FindAsync([.. missing.Where(id => !numbers.ContainsKey(id))], cancellationToken))
            {
                numbers.Add(id, number);
            }
        }

        return numbers;
    }

    /// <summary>Adds the users that no other process is adding, and their numbers.</summary>
    private async Task AddAsync(List<string> userIds, Dictionary<string, int> numbers, CancellationToken cancellationToken)
    {
        var end = await _counters.AddAsync(MongoCounters.UserNumber, userIds.Count, cancellationToken);
        var first = checked((int)end) - userIds.Count;
        var taken = await _users.WriteOnceAsync(
            [.. userIds.Select((id, i) => new InsertOneModel<BsonDocument>(new BsonDocument { { "_id", id }, { Number, first + i }, { Unindexed, 1 } }))],
            cancellationToken);
        foreach (var i in Enumerable.Range(0, userIds.Count).Except(taken))
        {
            numbers.Add(userIds[i], first + i);
        }
    }

    private async Task<Dictionary<string, int>> FindAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var found = await _durable.FindByIdsAsync(userIds.Select(id => (BsonValue)id), new BsonDocument(Number, 1), cancellationToken);
        return found.ToDictionary(user => user["_id"].AsString, user => user[Number].AsInt32, StringComparer.Ordinal);
    }
}
