using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Rollups.Mongo;

/// <inheritdoc/>
public sealed class MongoRollupStore(MongoStorage storage) : IRollupStore
{
    private const int MaxAttempts = 10;

    private readonly IMongoCollection<BsonDocument> _rollups = storage.Collection(MongoNames.Rollups);
    private readonly MongoCounters _counters = new(storage);

    public Task<long> NextFenceAsync(CancellationToken cancellationToken) =>
        _counters.AddAsync(MongoCounters.Fence, 1, cancellationToken);

    public async Task<long> GetLatestFenceAsync(CancellationToken cancellationToken) =>
        await _counters.GetAsync(MongoCounters.Fence, cancellationToken) ?? 0;

    public async Task<IReadOnlyCollection<RollupKey>> PutAsync(
        IReadOnlyCollection<StoredRollup> rollups, CancellationToken cancellationToken)
    {
        var refused = new List<RollupKey>();
        IReadOnlyList<StoredRollup> waiting = [.. rollups];
        for (var attempt = 1; waiting.Count > 0; attempt++)
        {
            var taken = await _rollups.WriteOnceAsync([.. waiting.Select(RollupDocuments.Put)], cancellationToken);
            // Each has met either a younger bucket or, just being made, an older one.
            StoredRollup[] met = [.. taken.Select(index => waiting[index])];
            var versions = await GetVersionsAsync([.. met.Select(rollup => rollup.Key)], cancellationToken);
            var stored = versions.ToDictionary(version => version.Key, version => version.Version);
            waiting = [.. met.Where(rollup => !stored.TryGetValue(rollup.Key, out var version) || version <= rollup.Version)];
            refused.AddRange(met.Except(waiting).Select(rollup => rollup.Key));
            if (waiting.Count > 0 && attempt == MaxAttempts)
            {
                throw new TransientStorageException($"{waiting.Count} rollups lost every race.");
            }
        }

        return refused;
    }

    public async Task<IReadOnlyList<StoredRollup>> GetAsync(IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken) =>
        (await _rollups.FindByIdsAsync(keys.Select(RollupDocuments.IdOf), [], cancellationToken)).ConvertAll(RollupDocuments.Read);

    public async Task<IReadOnlyList<RollupVersion>> GetVersionsAsync(
        IReadOnlyCollection<RollupKey> keys, CancellationToken cancellationToken) =>
        (await _rollups.FindByIdsAsync(keys.Select(RollupDocuments.IdOf), RollupDocuments.VersionOnly, cancellationToken))
            .ConvertAll(RollupDocuments.ReadVersion);

    public async Task<IReadOnlyList<RollupKey>> GetKeysAsync(
        RollupLevel level, string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        // Ids compare field by field: level, zone, start.
        var range = new BsonDocument
        {
            { "$gte", RollupDocuments.IdOf(level, zone, from.ToBound()) },
            { "$lt", RollupDocuments.IdOf(level, zone, to.ToBound()) },
        };
        var found = await _rollups.Find(new BsonDocument("_id", range)).Sort(new BsonDocument("_id", 1))
            .Project<BsonDocument>(new BsonDocument("_id", 1)).ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(RollupDocuments.ReadKey);
    }

    public async Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken) =>
        await _counters.GetAsync(MongoCounters.CompleteThrough(zone), cancellationToken) is { } milliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    public Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken) =>
        _counters.RaiseAsync(MongoCounters.CompleteThrough(zone), completeThrough.ToUnixTimeMilliseconds(), cancellationToken);
}
