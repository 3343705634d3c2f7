using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

/// <summary>An operator that needs all its arguments evaluated.</summary>
internal sealed record FunctionExpression(
    IReadOnlyList<Expression> Arguments,
    Func<IReadOnlyList<BsonValue?>, BsonValue?> Function) : Expression
{
    public override BsonValue? Evaluate(Scope scope)
    {
        var values = new BsonValue?[Arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Arguments[i].Evaluate(scope);
        }

        return Function(values);
    }
}
