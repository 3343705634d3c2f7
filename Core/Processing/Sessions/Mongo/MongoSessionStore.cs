using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Sessions.Mongo;

/// <summary>
/// A session is {_id, s: start, l: last, m: unconfirmed former starts}, a visit {_id: {s: session, u: user}, f: first, l: last}: however
/// many users share a session, and however long it lasts, both stay small. When a user was active is kept separately, because a user may have
/// too many visits to read just for two times.
/// </summary>
public sealed class MongoSessionStore(MongoStorage storage) : ISessionStore
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(MongoNames.Sessions, "by_start", new BsonDocument(SessionWrites.Start, 1)),
        new(MongoNames.Sessions, "moved", new BsonDocument(SessionWrites.Moved, 1), IsSparse: true),
        new(MongoNames.Visits, "by_user", new BsonDocument { { "_id.u", 1 }, { SessionWrites.First, -1 }, { "_id.s", 1 } }),
    ];

    private readonly IMongoCollection<BsonDocument> _sessions = storage.Collection(MongoNames.Sessions);
    private readonly IMongoCollection<BsonDocument> _visits = storage.Collection(MongoNames.Visits);
    private readonly IMongoCollection<BsonDocument> _activity = storage.Collection(MongoNames.Activity);
    private readonly MongoReferences _references = new(storage);

    public async Task<IReadOnlyList<SessionMove>> TouchAsync(
        IReadOnlyCollection<VisitTouch> touches, CancellationToken cancellationToken)
    {
        var sessions = touches.GroupBy(touch => touch.SessionId, StringComparer.Ordinal);
        var users = touches.GroupBy(touch => touch.UserId, StringComparer.Ordinal);
        await Task.WhenAll(
            _sessions.WriteAllAsync(
                [.. sessions.Select(session => SessionWrites.WidenSession(
                    session.Key, session.Min(touch => touch.First), session.Max(touch => touch.Last)))],
                cancellationToken),
            _visits.WriteAllAsync(
                [.. touches.Select(touch => SessionWrites.Widen(
                    new BsonDocument { { "s", touch.SessionId }, { "u", touch.UserId } }, touch.First, touch.Last))],
                cancellationToken),
            _activity.WriteAllAsync(
                [.. users.Select(user => SessionWrites.Widen(user.Key, user.Min(touch => touch.First), user.Max(touch => touch.Last)))],
                cancellationToken),
            _references.AddAsync(touches, cancellationToken));

        // Compared with a range of dates, which matches only documents that have such a date.
        var moved = await _sessions
            .Find(new BsonDocument(SessionWrites.Moved, new BsonDocument("$gte", DateTimeOffset.MinValue.ToStored())))
            .Project<BsonDocument>(new BsonDocument(SessionWrites.Moved, 1))
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return [.. moved.SelectMany(
            session => session[SessionWrites.Moved].AsBsonArray,
            (session, start) => new SessionMove(session["_id"].AsString, start.ToInstant()))];
    }

    public async Task ConfirmAsync(IReadOnlyCollection<SessionMove> moves, CancellationToken cancellationToken)
    {
        await _sessions.WriteAllAsync([.. moves.Select(SessionWrites.Forget)], cancellationToken);
        await _sessions.WriteAllAsync(
            [.. moves.Select(move => move.SessionId).Distinct(StringComparer.Ordinal).Select(SessionWrites.Tidy)], cancellationToken);
    }

    public async Task<IReadOnlyList<DateTimeOffset>> GetStartsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var found = await _sessions
            .Find(new BsonDocument(SessionWrites.Start, new BsonDocument { { "$gte", from.ToBound() }, { "$lt", to.ToBound() } }))
            .Sort(new BsonDocument(SessionWrites.Start, 1))
            .Project<BsonDocument>(new BsonDocument { { "_id", 0 }, { SessionWrites.Start, 1 } })
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(session => session[SessionWrites.Start].ToInstant());
    }

    public async Task<IReadOnlyList<Visit>> FindVisitsAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var wanted = new BsonDocument(SessionWrites.Last, new BsonDocument("$gte", from.ToBound()));
        if (idContains is not null)
        {
            wanted.Add("_id.s", LiteralPattern.Of(idContains));
        }

        var visits = await _visits.Aggregate(new AggregateOptions { MaxTime = StoreWork.Current.Timeout })
            .Match(new BsonDocument { { "_id.u", userId }, { SessionWrites.First, new BsonDocument("$lt", to.ToBound()) } })
            .Sort(new BsonDocument { { SessionWrites.First, -1 }, { "_id.s", 1 } })
            .Limit(ISessionStore.MaxVisitsExamined)
            .Match(wanted)
            .Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        var found = await _sessions.FindByIdsAsync(
            visits.Select(visit => visit["_id"]["s"]), new BsonDocument { { SessionWrites.Start, 1 }, { SessionWrites.Last, 1 } }, cancellationToken);
        var sessions = found.ToDictionary(
            session => session["_id"].AsString,
            session => new Session(
                session["_id"].AsString, session[SessionWrites.Start].ToInstant(), session[SessionWrites.Last].ToInstant()),
            StringComparer.Ordinal);
        // When a visit is touched for the first time, its session may be written a moment later.
        return [.. from visit in visits
                   let session = sessions.GetValueOrDefault(visit["_id"]["s"].AsString)
                   where session is not null
                   select new Visit(session, userId, visit[SessionWrites.First].ToInstant(), visit[SessionWrites.Last].ToInstant())];
    }

    public async Task<IReadOnlyList<IReadOnlyList<EventKey>>> FindKeysAsync(
        IReadOnlyList<Visit> visits, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var found = visits.Select(visit => (visit, Keys: new EarliestKeys(from, to, limit))).ToList();
        await _references.FindAsync(found, cancellationToken);
        return found.ConvertAll(visit => visit.Keys.ToList());
    }

    public async Task<IReadOnlyDictionary<string, UserActivity>> GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var found = await _activity.FindByIdsAsync(userIds.Select(id => (BsonValue)id), [], cancellationToken);
        return found.ToDictionary(
            user => user["_id"].AsString,
            user => new UserActivity(user[SessionWrites.First].ToInstant(), user[SessionWrites.Last].ToInstant()));
    }
}
