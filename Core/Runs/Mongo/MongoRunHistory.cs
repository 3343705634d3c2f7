using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Runs.Mongo;

/// <inheritdoc/>
public sealed class MongoRunHistory(MongoStorage storage) : IRunHistory
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(MongoNames.JobRuns, "by_queuing", new BsonDocument { { "q", -1 }, { "_id", -1 } }),
        new(MongoNames.JobRuns, "by_job", new BsonDocument { { "j", 1 }, { "q", -1 }, { "_id", -1 } }),
        new(MongoNames.JobRuns, "by_state", new BsonDocument { { "state", 1 }, { "q", -1 }, { "_id", -1 } }),
        new(MongoNames.JobRuns, "by_job_and_state", new BsonDocument { { "j", 1 }, { "state", 1 }, { "q", -1 }, { "_id", -1 } }),
        new(MongoNames.JobRuns, "by_end", new BsonDocument("e", 1)),
    ];

    private static readonly BsonDocument NewestFirst = new() { { "q", -1 }, { "_id", -1 } };
    private static readonly BsonDocument OldestFirst = new() { { "q", 1 }, { "_id", 1 } };

    private readonly IMongoCollection<BsonDocument> _runs = storage.Collection(MongoNames.JobRuns);

    public Task SaveAsync(JobRun run, CancellationToken cancellationToken) =>
        _runs.WriteAllAsync(
            [new ReplaceOneModel<BsonDocument>(new BsonDocument("_id", run.Id), ToDocument(run)) { IsUpsert = true }],
            cancellationToken);

    public Task AddAsync(JobRun run, CancellationToken cancellationToken) =>
        _runs.WriteOnceAsync([new InsertOneModel<BsonDocument>(ToDocument(run))], cancellationToken);

    public async Task<JobRun?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _runs.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync() is { } run
            ? ToRun(run)
            : null;

    public async Task<IReadOnlyList<JobRun>> GetAsync(
        RunFilter filter, RunCursor? after, int limit, CancellationToken cancellationToken)
    {
        var conditions = ConditionsOf(filter);
        if (after is not null)
        {
            var at = after.QueuedAt.ToStored();
            conditions.Add(Either(
                new BsonDocument("q", new BsonDocument("$lt", at)),
                new BsonDocument { { "q", at }, { "_id", new BsonDocument("$lt", after.Id) } }));
        }

        var found = await _runs.Find(All(conditions))
            .Sort(NewestFirst).Limit(limit).ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ToRun);
    }

    public async Task<int> CountAsync(RunFilter filter, CancellationToken cancellationToken) =>
        checked((int)await _runs.CountDocumentsAsync(
            All(ConditionsOf(filter)), cancellationToken: cancellationToken).TranslateErrorsAsync());

    public Task SetRetriedAsync(IReadOnlyCollection<string> ids, string byRun, CancellationToken cancellationToken) =>
        _runs.UpdateManyAsync(
            new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))),
            new BsonDocument("$set", new BsonDocument("retriedBy", byRun)),
            cancellationToken: cancellationToken).TranslateErrorsAsync();

    public async Task<IReadOnlyList<JobRun>> GetUnfinishedAsync(CancellationToken cancellationToken)
    {
        var found = await _runs.Find(new BsonDocument("e", BsonNull.Value))
            .Sort(OldestFirst).ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ToRun);
    }

    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = new BsonDocument("e", new BsonDocument("$lt", before.ToBound()));
        return checked((int)(await _runs.DeleteManyAsync(old, cancellationToken).TranslateErrorsAsync()).DeletedCount);
    }

    private static List<BsonDocument> ConditionsOf(RunFilter filter)
    {
        List<BsonDocument> conditions = [];
        if (filter.Job is { } job)
        {
            conditions.Add(new("j", job));
        }

        if (filter.State is { } state)
        {
            conditions.Add(new("state", state.ToString()));
        }

        if (filter.From is { } from)
        {
            conditions.Add(new("q", new BsonDocument("$gte", from.ToBound())));
        }

        if (filter.To is { } to)
        {
            conditions.Add(new("q", new BsonDocument("$lt", to.ToBound())));
        }

        if (filter.Text is { } text)
        {
            var pattern = LiteralPattern.Of(text);
            conditions.Add(Either(new("j", pattern), new("arguments", pattern), new("startedByName", pattern)));
        }

        return conditions;
    }

    private static BsonDocument Either(params BsonDocument[] conditions) => new("$or", new BsonArray(conditions));

    private static BsonDocument All(List<BsonDocument> conditions) =>
        conditions.Count == 0 ? [] : new BsonDocument("$and", new BsonArray(conditions));

    private static BsonDocument ToDocument(JobRun run) => new()
    {
        { "_id", run.Id },
        { "j", run.Job },
        { "arguments", run.Arguments },
        { "startedBy", run.StartedBy.ToString() },
        { "attempt", run.Attempt },
        { "state", run.State.ToString() },
        { "q", run.QueuedAt.ToStored() },
        { "s", run.StartedAt.ToStored() },
        { "e", run.EndedAt.ToStored() },
        {
            "progress",
            run.Progress is not { } progress ? BsonNull.Value : new BsonDocument
            {
                { "done", progress.Done },
                { "total", BsonValue.Create(progress.Total) },
                { "perSecond", progress.PerSecond },
                { "secondsLeft", BsonValue.Create(progress.SecondsLeft) },
            }
        },
        { "result", BsonValue.Create(run.Result) },
        { "error", BsonValue.Create(run.Error) },
        { "startedByName", BsonValue.Create(run.StartedByName) },
        { "hangfireId", BsonValue.Create(run.HangfireId) },
        { "retriedBy", BsonValue.Create(run.RetriedBy) },
    };

    private static JobRun ToRun(BsonDocument run) => new(
        run["_id"].AsString,
        run["j"].AsString,
        run["arguments"].AsString,
        Enum.Parse<StartedBy>(run["startedBy"].AsString),
        run["attempt"].AsInt32,
        Enum.Parse<RunState>(run["state"].AsString),
        run["q"].ToInstant(),
        run["s"].ToInstantOrNull(),
        run["e"].ToInstantOrNull(),
        run["progress"] is BsonDocument progress
            ? new RunProgress(
                progress["done"].ToInt64(),
                progress["total"].AsNullableInt64,
                progress["perSecond"].ToDouble(),
                progress["secondsLeft"].AsNullableDouble)
            : null,
        TextOf(run["result"]),
        TextOf(run["error"]),
        TextOf(run["startedByName"]),
        TextOf(run["hangfireId"]),
        TextOf(run["retriedBy"]));

    private static string? TextOf(BsonValue value) => value.IsBsonNull ? null : value.AsString;
}
