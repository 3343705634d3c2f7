using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

internal sealed record ObjectExpression(IReadOnlyList<KeyValuePair<string, Expression>> Fields) : Expression
{
    public override BsonValue Evaluate(Scope scope)
    {
        var result = new BsonDocument();
        foreach (var (name, expression) in Fields)
        {
            if (expression.Evaluate(scope) is { } value)
            {
                result.Add(name, value);
            }
        }

        return result;
    }
}
