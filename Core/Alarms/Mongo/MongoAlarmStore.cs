using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Alarms.Mongo;

/// <summary>
/// An alarm is {_id, kind, subject, text, r: raised, c: cleared or null, by, at, open: {k: kind, s: subject}, told, untold: true}.
/// <c>open</c> is unique and goes away when the alarm is over; <c>untold</c> is there while there is news of it.
/// </summary>
public sealed class MongoAlarmStore(MongoStorage storage) : IAlarmStore
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(MongoNames.Alarms, "open", new BsonDocument("open", 1), IsUnique: true, IsSparse: true),
        new(MongoNames.Alarms, "by_time", new BsonDocument { { "isOpen", -1 }, { "r", -1 }, { "_id", -1 } }),
        new(MongoNames.Alarms, "by_end", new BsonDocument("c", 1)),
        new(MongoNames.Alarms, "untold", new BsonDocument { { "untold", 1 }, { "r", 1 }, { "_id", 1 } }),
    ];

    private static readonly BsonDocument OpenFirst = new() { { "isOpen", -1 }, { "r", -1 }, { "_id", -1 } };

    private readonly IMongoCollection<BsonDocument> _alarms = storage.Collection(MongoNames.Alarms);

    public async Task<bool> OpenAsync(KeptAlarm alarm, CancellationToken cancellationToken)
    {
        var taken = await _alarms.WriteOnceAsync(
            [
                new InsertOneModel<BsonDocument>(new BsonDocument
                {
                    { "_id", alarm.Id },
                    { "kind", alarm.Alarm.Kind.ToString() },
                    { "subject", alarm.Alarm.Subject },
                    { "text", alarm.Alarm.Text },
                    { "r", alarm.Alarm.RaisedAt.ToStored() },
                    { "c", BsonNull.Value },
                    { "isOpen", true },
                    { "open", Key(alarm.Alarm.Kind, alarm.Alarm.Subject) },
                    { "by", BsonNull.Value },
                    { "at", BsonNull.Value },
                    { "told", (int)AlarmNews.None },
                    { "untold", true },
                }),
            ],
            cancellationToken);
        return taken.Count == 0;
    }

    public async Task<bool> CloseAsync(AlarmKind kind, string subject, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var closed = await _alarms.UpdateOneAsync(
            new BsonDocument("open", Key(kind, subject)),
            new BsonDocument
            {
                { "$set", new BsonDocument { { "c", at.ToStored() }, { "isOpen", false }, { "untold", true } } },
                { "$unset", new BsonDocument("open", 1) },
            },
            cancellationToken: cancellationToken).TranslateErrorsAsync();
        return closed.ModifiedCount == 1;
    }

    public async Task<KeptAlarm?> AcknowledgeAsync(string id, string who, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await _alarms.UpdateOneAsync(
            new BsonDocument { { "_id", id }, { "by", BsonNull.Value } },
            new BsonDocument("$set", new BsonDocument { { "by", who }, { "at", at.ToStored() } }),
            cancellationToken: cancellationToken).TranslateErrorsAsync();
        return await _alarms.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync() is { } alarm
            ? ToAlarm(alarm)
            : null;
    }

    public async Task<IReadOnlyList<KeptAlarm>> ListAsync(
        bool? isOpen, AlarmPosition? after, int limit, CancellationToken cancellationToken)
    {
        var filter = OfState(isOpen);
        if (after is not null)
        {
            var raisedAt = after.RaisedAt.ToStored();
            filter.Add("$or", new BsonArray
            {
                new BsonDocument("isOpen", new BsonDocument("$lt", after.IsOpen)),
                new BsonDocument { { "isOpen", after.IsOpen }, { "r", new BsonDocument("$lt", raisedAt) } },
                new BsonDocument { { "isOpen", after.IsOpen }, { "r", raisedAt }, { "_id", new BsonDocument("$lt", after.Id) } },
            });
        }

        var found = await _alarms.Find(filter, MongoReads.Options).Sort(OpenFirst).Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ToAlarm);
    }

    public Task<long> CountAsync(bool? isOpen, CancellationToken cancellationToken) => _alarms
        .CountDocumentsAsync(OfState(isOpen), new CountOptions { MaxTime = MongoReads.Options.MaxTime }, cancellationToken)
        .TranslateErrorsAsync();

    public async Task<IReadOnlyList<KeptAlarm>> GetUntoldAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        var untold = new BsonDocument
        {
            { "untold", true },
            {
                "$or", new BsonArray
                {
                    new BsonDocument("isOpen", true),
                    new BsonDocument("c", new BsonDocument("$gte", since.ToBound())),
                }
            },
        };
        var found = await _alarms.Find(untold, MongoReads.Options).Sort(new BsonDocument { { "r", 1 }, { "_id", 1 } }).Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ToAlarm);
    }

    // An alarm that is closed between the two has news again, which the second must not take away.
    public async Task NoteToldAsync(string id, AlarmNews told, CancellationToken cancellationToken)
    {
        await _alarms.UpdateOneAsync(
            new BsonDocument { { "_id", id }, { "told", new BsonDocument("$lt", (int)told) } },
            new BsonDocument("$set", new BsonDocument("told", (int)told)),
            cancellationToken: cancellationToken).TranslateErrorsAsync();
        await _alarms.UpdateOneAsync(
            new BsonDocument { { "_id", id }, { "isOpen", told == AlarmNews.Raised } },
            new BsonDocument("$unset", new BsonDocument("untold", 1)),
            cancellationToken: cancellationToken).TranslateErrorsAsync();
    }

    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = new BsonDocument("c", new BsonDocument("$lt", before.ToBound()));
        return checked((int)(await _alarms.DeleteManyAsync(old, cancellationToken).TranslateErrorsAsync()).DeletedCount);
    }

    private static BsonDocument Key(AlarmKind kind, string subject) => new() { { "k", kind.ToString() }, { "s", subject } };

    private static BsonDocument OfState(bool? isOpen) => isOpen is { } open ? new BsonDocument("isOpen", open) : [];

    private static KeptAlarm ToAlarm(BsonDocument alarm) => new(
        alarm["_id"].AsString,
        new Alarm(
            Enum.Parse<AlarmKind>(alarm["kind"].AsString), alarm["subject"].AsString, alarm["text"].AsString, alarm["r"].ToInstant()))
    {
        ClearedAt = alarm["c"].ToInstantOrNull(),
        AcknowledgedBy = alarm["by"].IsBsonNull ? null : alarm["by"].AsString,
        AcknowledgedAt = alarm["at"].ToInstantOrNull(),
        Told = (AlarmNews)alarm["told"].AsInt32,
    };
}
