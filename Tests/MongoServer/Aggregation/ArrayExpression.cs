using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

internal sealed record ArrayExpression(IReadOnlyList<Expression> Items) : Expression
{
    public override BsonValue Evaluate(Scope scope) =>
        new BsonArray(Items.Select(item => item.Evaluate(scope) ?? BsonNull.Value));
}
