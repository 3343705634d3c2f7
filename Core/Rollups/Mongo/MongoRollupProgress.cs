using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Rollups.Mongo;

/// <summary>The reported zone is one document, {_id: "reported zone", n: revision, state: JSON}.</summary>
public sealed class MongoRollupProgress(MongoStorage storage) : IRollupProgress
{
    private const string Id = "reported zone";

    private readonly IMongoCollection<BsonDocument> _meta = storage.Collection(MongoNames.Meta);
    private readonly MongoCounters _counters = new(storage);

    public Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken) =>
        GetInstantAsync(MongoCounters.CompleteThrough(zone), cancellationToken);

    public Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken) =>
        RaiseAsync(MongoCounters.CompleteThrough(zone), completeThrough, cancellationToken);

    public Task<DateTimeOffset?> GetSliceBoundaryAsync(CancellationToken cancellationToken) =>
        GetInstantAsync(MongoCounters.SliceBoundary, cancellationToken);

    public Task SetSliceBoundaryAsync(DateTimeOffset boundary, CancellationToken cancellationToken) =>
        RaiseAsync(MongoCounters.SliceBoundary, boundary, cancellationToken);

    public async Task<ReportedZone?> GetZoneAsync(CancellationToken cancellationToken) =>
        await _meta.Find(new BsonDocument("_id", Id)).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync() is { } stored
            ? ReportedZone.FromJson(stored["state"].AsString)
            : null;

    public async Task<bool> TrySetZoneAsync(ReportedZone zone, CancellationToken cancellationToken)
    {
        // If the stored revision is not the expected one, nothing matches, and what would then be inserted has an id that is taken.
        var write = new ReplaceOneModel<BsonDocument>(
            new BsonDocument { { "_id", Id }, { "n", zone.Revision - 1 } },
            new BsonDocument { { "_id", Id }, { "n", zone.Revision }, { "state", zone.ToJson() } })
        {
            IsUpsert = true,
        };
        return (await _meta.WriteOnceAsync([write], cancellationToken)).Count == 0;
    }

    private async Task<DateTimeOffset?> GetInstantAsync(string counter, CancellationToken cancellationToken) =>
        await _counters.GetAsync(counter, cancellationToken) is { } milliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    private Task RaiseAsync(string counter, DateTimeOffset instant, CancellationToken cancellationToken) =>
        _counters.RaiseAsync(counter, instant.ToUnixTimeMilliseconds(), cancellationToken);
}
