using MongoDB.Bson;

namespace Pipeline.MongoServer.Sessions;

/// <summary>What one write statement did.</summary>
internal sealed record StatementResult(int Matched, int Modified = 0, BsonValue? UpsertedId = null)
{
    /// <summary>The whole answer, for a command that is a single statement.</summary>
    public BsonDocument? Reply { get; init; }
}
