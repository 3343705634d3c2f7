using MongoDB.Bson;

namespace Pipeline.MongoServer.Update;

/// <summary>A parsed update: makes a new document out of a stored one.</summary>
internal abstract record Change
{
    /// <summary>Gives the changed document; the given one stays as it is.</summary>
    /// <param name="document">The stored document, or what an upsert starts from.</param>
    /// <param name="inserting">Whether this is the insert of an upsert.</param>
    public abstract BsonDocument Apply(BsonDocument document, bool inserting);
}
