using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

/// <summary>What a query asks of one path.</summary>
internal abstract record Condition
{
    /// <summary>Whether the condition holds for what is at the end of a path, arrays seen through.</summary>
    public abstract bool Holds(BsonDocument document, FieldPath path);

    /// <summary>Whether the condition holds for this very value, as <c>$elemMatch</c> and <c>$pull</c> ask.</summary>
    public abstract bool HoldsFor(BsonValue value);
}
