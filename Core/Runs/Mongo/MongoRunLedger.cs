using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Runs.Mongo;

/// <inheritdoc/>
public sealed class MongoRunLedger(MongoStorage storage) : IRunLedger
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(MongoNames.JobRuns, "by_start", new BsonDocument { { "s", -1 }, { "_id", -1 } }),
        new(MongoNames.JobRuns, "by_job", new BsonDocument { { "j", 1 }, { "s", -1 }, { "_id", -1 } }),
    ];

    private readonly IMongoCollection<BsonDocument> _runs = storage.Collection(MongoNames.JobRuns);

    public Task SaveAsync(JobRun run, CancellationToken cancellationToken) =>
        _runs.WriteAllAsync(
            [new ReplaceOneModel<BsonDocument>(new BsonDocument("_id", run.Id), ToDocument(run)) { IsUpsert = true }],
            cancellationToken);

    public async Task<IReadOnlyList<JobRun>> GetRecentAsync(string? job, int limit, CancellationToken cancellationToken)
    {
        var found = await _runs.Find(job is null ? [] : new BsonDocument("j", job))
            .Sort(new BsonDocument { { "s", -1 }, { "_id", -1 } }).Limit(limit).ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ToRun);
    }

    public async Task<IReadOnlyList<JobRun>> InterruptRunningAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var interrupted = new List<JobRun>();
        // One at a time: each is then returned to exactly one of the processes that ask.
        while (await InterruptOneAsync(at, cancellationToken) is { } run)
        {
            interrupted.Add(ToRun(run));
        }

        return interrupted;
    }

    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = new BsonDocument
        {
            { "state", new BsonDocument("$ne", nameof(RunState.Running)) },
            { "e", new BsonDocument("$lt", before.ToBound()) },
        };
        return checked((int)(await _runs.DeleteManyAsync(old, cancellationToken).TranslateErrorsAsync()).DeletedCount);
    }

    private Task<BsonDocument?> InterruptOneAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        _runs.FindOneAndUpdateAsync<BsonDocument?>(
            new BsonDocument("state", nameof(RunState.Running)),
            new BsonDocument("$set", new BsonDocument { { "state", nameof(RunState.Interrupted) }, { "e", at.ToStored() } }),
            new FindOneAndUpdateOptions<BsonDocument, BsonDocument?> { ReturnDocument = ReturnDocument.After },
            cancellationToken).TranslateErrorsAsync();

    private static BsonDocument ToDocument(JobRun run) => new()
    {
        { "_id", run.Id },
        { "j", run.Job },
        { "arguments", run.Arguments },
        { "attempt", run.Attempt },
        { "state", run.State.ToString() },
        { "s", run.StartedAt.ToStored() },
        { "e", run.EndedAt.ToStored() },
        { "result", BsonValue.Create(run.Result) },
        { "error", BsonValue.Create(run.Error) },
    };

    private static JobRun ToRun(BsonDocument run) => new(
        run["_id"].AsString,
        run["j"].AsString,
        run["arguments"].AsString,
        run["attempt"].AsInt32,
        Enum.Parse<RunState>(run["state"].AsString),
        run["s"].ToInstant(),
        run["e"].ToInstantOrNull(),
        run["result"].IsBsonNull ? null : run["result"].AsString,
        run["error"].IsBsonNull ? null : run["error"].AsString);
}
