using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

internal sealed record ConstantExpression(BsonValue Value) : Expression
{
    public override BsonValue Evaluate(Scope scope) => Value;
}
