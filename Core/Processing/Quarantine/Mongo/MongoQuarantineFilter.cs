using MongoDB.Bson;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Quarantine.Mongo;

/// <summary>Conditions that must all hold.</summary>
internal sealed class MongoQuarantineFilter
{
    private readonly BsonArray _conditions = [];

    public static MongoQuarantineFilter Of(QuarantineFilter filter)
    {
        var conditions = new MongoQuarantineFilter();
        conditions.AddIf("_id", filter.Ids, ids => new BsonDocument("$in", new BsonArray(ids)));
        conditions.AddIf("reason", filter.Reason, reason => reason);
        conditions.AddIf("state", filter.State?.ToString(), state => state);
        conditions.AddIf("source", filter.Source?.ToString(), source => source);
        conditions.AddIf("kind", filter.Kind?.ToString(), kind => kind);
        if (filter.From is { } from)
        {
            conditions.Add(new BsonDocument("first", new BsonDocument("$gte", from.ToBound())));
        }

        if (filter.To is { } to)
        {
            conditions.Add(new BsonDocument("first", new BsonDocument("$lt", to.ToBound())));
        }

        if (filter.Text is { } text)
        {
            var pattern = LiteralPattern.Of(text);
            conditions.Add(new BsonDocument("$or", new BsonArray
            {
                new BsonDocument("_id", pattern), new BsonDocument("detail", pattern), new BsonDocument("payload", pattern),
            }));
        }

        return conditions;
    }

    public void Add(BsonDocument condition) => _conditions.Add(condition);

    public BsonDocument ToDocument() => _conditions.Count == 0 ? [] : new BsonDocument("$and", _conditions);

    private void AddIf<T>(string field, T? value, Func<T, BsonValue> condition)
        where T : class
    {
        if (value is not null)
        {
            Add(new BsonDocument(field, condition(value)));
        }
    }
}
