using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Sessions.Mongo;

/// <summary>
/// A session is {_id, s: start, l: last, f: former starts, u: users}. When a user was active is kept beside, by user: a session may
/// have several, and a user too many sessions to read for two times.
/// </summary>
public sealed class MongoSessionStore(MongoStorage storage) : ISessionStore
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(MongoNames.Sessions, "by_user", new BsonDocument { { "u", 1 }, { "s", -1 }, { "_id", 1 } }),
        new(MongoNames.Sessions, "by_start", new BsonDocument("s", 1)),
    ];

    private readonly IMongoCollection<BsonDocument> _sessions = storage.Collection(MongoNames.Sessions);
    private readonly IMongoCollection<BsonDocument> _activity = storage.Collection(MongoNames.Activity);

    public async Task<IReadOnlyList<SessionStarts>> TouchAsync(
        IReadOnlyCollection<SessionTouch> touches, CancellationToken cancellationToken)
    {
        var sessions = touches.GroupBy(touch => touch.SessionId, StringComparer.Ordinal).ToList();
        var users = touches.GroupBy(touch => touch.UserId, StringComparer.Ordinal);
        await Task.WhenAll(
            _sessions.WriteAllAsync([.. sessions.Select(session => SessionWrites.Widen(session.Key, [.. session]))], cancellationToken),
            _activity.WriteAllAsync(
                [.. users.Select(user => SessionWrites.Widen(user.Key, user.Min(touch => touch.First), user.Max(touch => touch.Last)))],
                cancellationToken));

        // Starts that others have moved meanwhile are told twice, which is harmless; untold would be lost.
        var found = await _sessions.FindByIdsAsync(
            sessions.Select(session => (BsonValue)session.Key), new BsonDocument { { "s", 1 }, { "f", 1 } }, cancellationToken);
        return found.Count == sessions.Count
            ? found.ConvertAll(ToStarts)
            : throw new TransientStorageException("Sessions that were just written are not there.");
    }

    public async Task<IReadOnlyList<DateTimeOffset>> GetStartsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var found = await _sessions
            .Find(new BsonDocument("s", new BsonDocument { { "$gte", from.ToBound() }, { "$lt", to.ToBound() } }))
            .Sort(new BsonDocument("s", 1))
            .Project<BsonDocument>(new BsonDocument { { "_id", 0 }, { "s", 1 } })
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(session => session["s"].ToInstant());
    }

    public async Task<IReadOnlyList<Session>> FindByUserAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument
        {
            { "u", userId },
            { "s", new BsonDocument("$lt", to.ToBound()) },
            { "l", new BsonDocument("$gte", from.ToBound()) },
        };
        if (idContains is not null)
        {
            filter.Add("_id", LiteralPattern.Of(idContains));
        }

        var found = await _sessions.Find(filter, MongoReads.Options)
            .Sort(new BsonDocument { { "s", -1 }, { "_id", 1 } })
            .Limit(limit)
            .Project<BsonDocument>(new BsonDocument { { "s", 1 }, { "l", 1 } })
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(session => new Session(session["_id"].AsString, session["s"].ToInstant(), session["l"].ToInstant()));
    }

    public async Task<IReadOnlyDictionary<string, UserActivity>> GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var found = await _activity.FindByIdsAsync(
            userIds.Select(id => (BsonValue)id), new BsonDocument { { "f", 1 }, { "l", 1 } }, cancellationToken);
        return found.ToDictionary(user => user["_id"].AsString, user => new UserActivity(user["f"].ToInstant(), user["l"].ToInstant()));
    }

    private static SessionStarts ToStarts(BsonDocument session) => new(
        session["_id"].AsString,
        session["s"].ToInstant(),
        session.TryGetValue("f", out var former) ? [.. former.AsBsonArray.Select(start => start.ToInstant())] : []);
}
