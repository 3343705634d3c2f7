using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Rollups.Mongo;

/// <summary>
/// A mark is {_id: start, v: version, r: receipt}. Versions are random: they are only compared for equality, and a counter would be
/// one document that every batch of every worker waits for.
/// </summary>
public sealed class MongoDirtySlices(MongoStorage storage) : IDirtySlices
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
        [new(MongoNames.DirtySlices, "by_receipt", new BsonDocument { { "r", 1 }, { "_id", 1 } })];

    private readonly IMongoCollection<BsonDocument> _slices = storage.Collection(MongoNames.DirtySlices);

    public Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var mark = new BsonDocument
        {
            { "$set", new BsonDocument("v", Random.Shared.NextInt64()) },
            { "$min", new BsonDocument("r", receivedAt.ToStored()) },
        };
        return _slices.WriteAllAsync(
            [.. slices.Select(slice => new UpdateOneModel<BsonDocument>(new BsonDocument("_id", slice.ToStored()), mark) { IsUpsert = true })],
            cancellationToken);
    }

    public async Task<IReadOnlyList<DirtySlice>> GetOldestAsync(int limit, CancellationToken cancellationToken)
    {
        var found = await _slices.Find(new BsonDocument()).Sort(new BsonDocument { { "r", 1 }, { "_id", 1 } }).Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(slice => new DirtySlice(slice["_id"].ToInstant(), slice["v"].AsInt64, slice["r"].ToInstant()));
    }

    public Task ClearAsync(IReadOnlyCollection<DirtySlice> slices, CancellationToken cancellationToken) =>
        _slices.WriteAllAsync(
            [.. slices.Select(slice => new DeleteOneModel<BsonDocument>(
                new BsonDocument { { "_id", slice.Start.ToStored() }, { "v", slice.Version } }))],
            cancellationToken);

    public async Task<DirtyStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var all = new BsonDocument
        {
            { "_id", BsonNull.Value },
            { "count", new BsonDocument("$sum", 1) },
            { "oldest", new BsonDocument("$min", "$r") },
        };
        var status = await _slices.Aggregate().Group<BsonDocument>(all).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync();
        return status is null
            ? new DirtyStatus(0, null)
            : new DirtyStatus(status["count"].ToInt64(), status["oldest"].ToInstant());
    }
}
