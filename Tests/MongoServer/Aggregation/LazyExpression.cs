using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

/// <summary>An operator that decides itself what it evaluates, and in which scope.</summary>
internal sealed record LazyExpression(Func<Scope, BsonValue?> Body) : Expression
{
    public override BsonValue? Evaluate(Scope scope) => Body(scope);
}
