using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Sessions.Mongo;

/// <summary>What touches write. The server works each update out on the document as it then is, so that no racing move is lost.</summary>
internal static class SessionWrites
{
    public static WriteModel<BsonDocument> Widen(string sessionId, IReadOnlyCollection<SessionTouch> touches)
    {
        var (first, last) = (touches.Min(touch => touch.First).ToStored(), touches.Max(touch => touch.Last).ToStored());
        var users = Literal(new BsonArray(touches.Select(touch => touch.UserId).Distinct()));
        var known = IfNull("$u", new BsonArray());
        var moves = new BsonDocument("$lt", new BsonArray { first, "$s" }); // never for a new session: an absent date is the smallest
        var changes = new BsonDocument
        {
            { "s", new BsonDocument("$min", new BsonArray { "$s", first }) },
            { "l", new BsonDocument("$max", new BsonArray { "$l", last }) },
            // Starts only fall, so a former one is never there twice.
            { "f", Cond(moves, new BsonDocument("$concatArrays", new BsonArray { IfNull("$f", new BsonArray()), new BsonArray { "$s" } }), "$f") },
            // Not $setUnion: it may change the order, and then writes a document in which nothing is new.
            { "u", new BsonDocument("$concatArrays", new BsonArray { known, NotIn(users, known) }) },
        };
        PipelineDefinition<BsonDocument, BsonDocument> pipeline = new[] { new BsonDocument("$addFields", changes) };
        return new UpdateOneModel<BsonDocument>(new BsonDocument("_id", sessionId), Builders<BsonDocument>.Update.Pipeline(pipeline))
        {
            IsUpsert = true,
        };
    }

    public static WriteModel<BsonDocument> Widen(string userId, DateTimeOffset first, DateTimeOffset last) =>
        new UpdateOneModel<BsonDocument>(
            new BsonDocument("_id", userId),
            new BsonDocument
            {
                { "$min", new BsonDocument("f", first.ToStored()) },
                { "$max", new BsonDocument("l", last.ToStored()) },
            })
        {
            IsUpsert = true,
        };

    private static BsonDocument Cond(BsonValue condition, BsonValue then, BsonValue otherwise) =>
        new("$cond", new BsonArray { condition, then, otherwise });

    private static BsonDocument IfNull(BsonValue value, BsonValue fallback) => new("$ifNull", new BsonArray { value, fallback });

    // Ids are the clients' and may begin with a dollar sign.
    private static BsonDocument Literal(BsonValue value) => new("$literal", value);

    private static BsonDocument NotIn(BsonValue values, BsonValue known) =>
        new("$filter", new BsonDocument
        {
            { "input", values },
            { "cond", new BsonDocument("$not", new BsonArray { new BsonDocument("$in", new BsonArray { "$$this", known }) }) },
        });
}
