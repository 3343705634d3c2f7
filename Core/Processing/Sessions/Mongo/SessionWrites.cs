using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Sessions.Mongo;

/// <summary>The writes of touches. The server computes each update from the current document, so that no concurrent move is lost.</summary>
internal static class SessionWrites
{
    public const string Start = "s";
    public const string Last = "l";
    public const string First = "f";

    /// <summary>Former starts that are not confirmed; absent when there are none.</summary>
    public const string Moved = "m";

    public static WriteModel<BsonDocument> WidenSession(string sessionId, DateTimeOffset first, DateTimeOffset last)
    {
        var moves = new BsonDocument("$lt", new BsonArray { first.ToStored(), "$s" }); // never for a new session: an absent date is the smallest
        var changes = new BsonDocument
        {
            { Start, new BsonDocument("$min", new BsonArray { "$s", first.ToStored() }) },
            { Last, new BsonDocument("$max", new BsonArray { "$l", last.ToStored() }) },
            { Moved, Cond(moves, new BsonDocument("$concatArrays", new BsonArray { IfNull("$m", new BsonArray()), new BsonArray { "$s" } }), "$m") },
        };
        PipelineDefinition<BsonDocument, BsonDocument> pipeline = new[] { new BsonDocument("$addFields", changes) };
        return new UpdateOneModel<BsonDocument>(new BsonDocument("_id", sessionId), Builders<BsonDocument>.Update.Pipeline(pipeline))
        {
            IsUpsert = true,
        };
    }

    /// <summary>Widens the document of a visit or of a user's activity.</summary>
    public static WriteModel<BsonDocument> Widen(BsonValue id, DateTimeOffset first, DateTimeOffset last) =>
        new UpdateOneModel<BsonDocument>(
            new BsonDocument("_id", id),
            new BsonDocument
            {
                { "$min", new BsonDocument(First, first.ToStored()) },
                { "$max", new BsonDocument(Last, last.ToStored()) },
            })
        {
            IsUpsert = true,
        };

    public static WriteModel<BsonDocument> Forget(SessionMove move) =>
        new UpdateOneModel<BsonDocument>(
            new BsonDocument("_id", move.SessionId),
            new BsonDocument("$pull", new BsonDocument(Moved, move.FormerStart.ToStored())));

    /// <summary>Returns a session without unconfirmed moves to its smallest form.</summary>
    public static WriteModel<BsonDocument> Tidy(string sessionId) =>
        new UpdateOneModel<BsonDocument>(
            new BsonDocument { { "_id", sessionId }, { Moved, new BsonDocument("$size", 0) } },
            new BsonDocument("$unset", new BsonDocument(Moved, "")));

    private static BsonDocument Cond(BsonValue condition, BsonValue then, BsonValue otherwise) =>
        new("$cond", new BsonArray { condition, then, otherwise });

    private static BsonDocument IfNull(BsonValue value, BsonValue fallback) => new("$ifNull", new BsonArray { value, fallback });
}
