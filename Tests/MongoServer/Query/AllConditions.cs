using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

/// <summary>Several conditions on one path. Different elements of an array may meet different ones.</summary>
internal sealed record AllConditions(IReadOnlyList<Condition> Children) : Condition
{
    public override bool Holds(BsonDocument document, FieldPath path) => Children.All(child => child.Holds(document, path));

    public override bool HoldsFor(BsonValue value) => Children.All(child => child.HoldsFor(value));
}
