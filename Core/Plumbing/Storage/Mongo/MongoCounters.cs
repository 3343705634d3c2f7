using MongoDB.Bson;
using MongoDB.Driver;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>Durable numbers that only grow, shared by all processes.</summary>
internal sealed class MongoCounters(MongoStorage storage)
{
    public const string RollupVersion = "rollup version";
    public const string SliceBoundary = "slice boundary";
    public const string UserNumber = "user number";

    private const string Value = "n";
    private const int MaxAttempts = 10;

    private readonly IMongoCollection<BsonDocument> _counters = storage.Collection(MongoNames.Counters);

    public static string CompleteThrough(string zone) => "complete through " + zone;

    /// <summary>Adds to a counter and returns its new value; nobody else gets a value in between.</summary>
    public async Task<long> AddAsync(string name, long count, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var counter = await _counters.FindOneAndUpdateAsync<BsonDocument>(
                    Named(name),
                    new BsonDocument("$inc", new BsonDocument(Value, count)),
                    new FindOneAndUpdateOptions<BsonDocument> { IsUpsert = true, ReturnDocument = ReturnDocument.After },
                    cancellationToken).TranslateErrorsAsync();
                return counter[Value].ToInt64();
            }
            catch (MongoCommandException raced) when (raced.IsDuplicateKey() && attempt < MaxAttempts)
            {
                // Another process has just made the counter.
            }
        }
    }

    /// <summary>Raises a counter to a value, unless it has got there already.</summary>
    public Task RaiseAsync(string name, long value, CancellationToken cancellationToken) =>
        _counters.WriteAllAsync(
            [new UpdateOneModel<BsonDocument>(Named(name), new BsonDocument("$max", new BsonDocument(Value, value))) { IsUpsert = true }],
            cancellationToken);

    public async Task<long?> GetAsync(string name, CancellationToken cancellationToken) =>
        (await _counters.Find(Named(name)).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync())?[Value].ToInt64();

    private static BsonDocument Named(string name) => new("_id", name);
}
