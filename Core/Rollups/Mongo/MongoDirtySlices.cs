using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Rollups.Mongo;

/// <summary>
/// A mark is {_id: start, v: version, p: priority, r: receipt, t: when to try again}, and {e: reason, s: since} once it was set aside.
/// Versions are random: they are only compared for equality, and a counter would be a single document that every batch of every worker
/// waits for.
/// </summary>
public sealed class MongoDirtySlices(MongoStorage storage) : IDirtySlices
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(MongoNames.DirtySlices, "by_urgency", new BsonDocument { { "p", 1 }, { "r", 1 }, { "_id", 1 } }),
        new(MongoNames.DirtySlices, "set_aside", new BsonDocument { { "s", 1 }, { "_id", 1 } }),
    ];

    private static readonly BsonDocument IsSetAside = new("s", new BsonDocument("$gte", DateTimeOffset.MinValue.ToStored()));

    private static readonly BsonDocument IsRebuilding = new() { { "p", (int)MarkPriority.Rebuild }, { "s", BsonNull.Value } };

    private readonly IMongoCollection<BsonDocument> _slices = storage.Collection(MongoNames.DirtySlices);

    public Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        MarkAsync(slices, slice => MarkPriorities.Of(slice, receivedAt), receivedAt, cancellationToken);

    public Task MarkForRebuildAsync(IReadOnlyCollection<DateTimeOffset> slices, CancellationToken cancellationToken) =>
        MarkAsync(slices, _ => MarkPriority.Rebuild, DateTimeOffset.MaxValue, cancellationToken);

    public async Task<IReadOnlyList<DirtySlice>> GetWaitingAsync(
        MarkPriority priority, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var found = await _slices.Find(new BsonDocument { { "p", (int)priority }, { "t", new BsonDocument("$lte", now.ToStored()) } })
            .Sort(new BsonDocument { { "r", 1 }, { "_id", 1 } }).Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(slice => new DirtySlice(
            slice["_id"].ToInstant(), slice["v"].AsInt64, priority, slice["r"].ToInstant(), slice.GetValue("e", null)?.AsString));
    }

    public Task ClearAsync(IReadOnlyCollection<DirtySlice> slices, CancellationToken cancellationToken) =>
        _slices.WriteAllAsync([.. slices.Select(slice => new DeleteOneModel<BsonDocument>(Unchanged(slice)))], cancellationToken);

    public Task SetAsideAsync(
        IReadOnlyCollection<DirtySlice> slices,
        string reason,
        DateTimeOffset now,
        DateTimeOffset retryAt,
        CancellationToken cancellationToken)
    {
        var setAside = new BsonDocument
        {
            { "$set", new BsonDocument { { "e", reason }, { "t", retryAt.ToStored() } } },
            { "$min", new BsonDocument("s", now.ToStored()) },
        };
        return _slices.WriteAllAsync(
            [.. slices.Select(slice => new UpdateOneModel<BsonDocument>(Unchanged(slice), setAside))], cancellationToken);
    }

    public async Task<DirtyStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var all = await _slices.CountDocumentsAsync(new BsonDocument(), cancellationToken: cancellationToken).TranslateErrorsAsync();
        var setAside = await _slices.CountDocumentsAsync(IsSetAside, cancellationToken: cancellationToken).TranslateErrorsAsync();
        var rebuilding = await _slices.CountDocumentsAsync(IsRebuilding, cancellationToken: cancellationToken).TranslateErrorsAsync();
        var oldest = await _slices.Find(IsSetAside).Sort(new BsonDocument { { "s", 1 }, { "_id", 1 } }).Limit(IDirtySlices.ListedSetAside)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return new DirtyStatus(
            Math.Max(0, all - setAside),
            rebuilding,
            setAside,
            oldest.ConvertAll(slice => new SetAsideSlice(slice["_id"].ToInstant(), slice["e"].AsString, slice["s"].ToInstant())));
    }

    private static BsonDocument Unchanged(DirtySlice slice) => new() { { "_id", slice.Start.ToStored() }, { "v", slice.Version } };

    private Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices,
        Func<DateTimeOffset, MarkPriority> priority,
        DateTimeOffset receivedAt,
        CancellationToken cancellationToken)
    {
        var version = Random.Shared.NextInt64();
        return _slices.WriteAllAsync(
            [.. slices.Select(slice => new UpdateOneModel<BsonDocument>(
                new BsonDocument("_id", slice.ToStored()),
                new BsonDocument
                {
                    { "$set", new BsonDocument { { "v", version }, { "t", DateTimeOffset.MinValue.ToStored() } } },
                    { "$min", new BsonDocument { { "p", (int)priority(slice) }, { "r", receivedAt.ToStored() } } },
                })
            {
                IsUpsert = true,
            })],
            cancellationToken);
    }
}
