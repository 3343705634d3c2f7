using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Probes.Mongo;

/// <summary>A probe is {_id: sent, q: queued, s: stored, r: rolled up}; what has not happened yet is missing.</summary>
public sealed class MongoProbeStore(MongoStorage storage) : IProbeStore
{
    private const string Queued = "q";
    private const string Stored = "s";
    private const string RolledUp = "r";

    private readonly IMongoCollection<BsonDocument> _probes = storage.Collection(MongoNames.Probes);

    // One that is there already is refused because of its id, which is what we want.
    public Task AddAsync(Probe probe, CancellationToken cancellationToken) => _probes.WriteOnceAsync(
        [new InsertOneModel<BsonDocument>(new BsonDocument("_id", probe.SentAt.ToStored()))], cancellationToken);

    public Task NoteAsync(DateTimeOffset sentAt, ProbeStage stage, DateTimeOffset at, CancellationToken cancellationToken) =>
        NoteAsync(sentAt.ToStored(), stage == ProbeStage.Queued ? Queued : Stored, at, cancellationToken);

    public Task NoteRolledUpAsync(DateTimeOffset completeThrough, DateTimeOffset at, CancellationToken cancellationToken) =>
        NoteAsync(new BsonDocument("$lte", completeThrough.ToStored()), RolledUp, at, cancellationToken);

    public async Task<IReadOnlyList<Probe>> GetLatestAsync(int limit, CancellationToken cancellationToken)
    {
        var found = await _probes.Find(new BsonDocument()).Sort(new BsonDocument("_id", -1)).Limit(limit).ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(probe => new Probe(probe["_id"].ToInstant())
        {
            QueuedAt = Read(probe, Queued),
            StoredAt = Read(probe, Stored),
            RolledUpAt = Read(probe, RolledUp),
        });
    }

    public Task RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken) => _probes
        .DeleteManyAsync(new BsonDocument("_id", new BsonDocument("$lt", before.ToBound())), cancellationToken).TranslateErrorsAsync();

    private async Task NoteAsync(BsonValue id, string stage, DateTimeOffset at, CancellationToken cancellationToken) =>
        await _probes.UpdateManyAsync(
            new BsonDocument { { "_id", id }, { stage, BsonNull.Value } },
            new BsonDocument("$set", new BsonDocument(stage, at.ToStored())),
            cancellationToken: cancellationToken).TranslateErrorsAsync();

    private static DateTimeOffset? Read(BsonDocument probe, string stage) => probe.GetValue(stage, BsonNull.Value).ToInstantOrNull();
}
