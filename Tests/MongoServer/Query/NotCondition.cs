using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

internal sealed record NotCondition(Condition Inner) : Condition
{
    public override bool Holds(BsonDocument document, FieldPath path) => !Inner.Holds(document, path);

    public override bool HoldsFor(BsonValue value) => !Inner.HoldsFor(value);
}
