using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Runs.Mongo;

/// <inheritdoc/>
public sealed class MongoPausedJobs(MongoStorage storage) : IPausedJobs
{
    private readonly IMongoCollection<BsonDocument> _paused = storage.Collection(MongoNames.PausedJobs);

    public async Task<IReadOnlyList<PausedJob>> GetAsync(CancellationToken cancellationToken)
    {
        var found = await _paused.Find(new BsonDocument()).Sort(new BsonDocument("_id", 1))
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(pause => new PausedJob(
            pause["_id"].AsString, pause["by"].IsBsonNull ? null : pause["by"].AsString, pause["at"].ToInstant()));
    }

    public Task PauseAsync(PausedJob pause, CancellationToken cancellationToken) =>
        _paused.WriteOnceAsync(
            [
                new InsertOneModel<BsonDocument>(new BsonDocument
                {
                    { "_id", pause.Job }, { "by", BsonValue.Create(pause.PausedBy) }, { "at", pause.PausedAt.ToStored() },
                }),
            ],
            cancellationToken);

    public Task ResumeAsync(string job, CancellationToken cancellationToken) =>
        _paused.DeleteOneAsync(new BsonDocument("_id", job), cancellationToken).TranslateErrorsAsync();
}
