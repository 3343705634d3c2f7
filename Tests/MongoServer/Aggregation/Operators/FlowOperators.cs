using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Operators;

/// <summary>Operators that evaluate only as much as they need.</summary>
internal static class FlowOperators
{
    public static Expression Cond(ExpressionParser parser, string name, BsonValue source)
    {
        var parts = source is BsonDocument document
            ? Named(parser, name, document)
            : parser.ParseArguments(name, source, 3, 3);
        return new LazyExpression(scope => (Truth.Of(parts[0].Evaluate(scope)) ? parts[1] : parts[2]).Evaluate(scope));
    }

    public static Expression IfNull(ExpressionParser parser, string name, BsonValue source)
    {
        var choices = parser.ParseArguments(name, source, 2, int.MaxValue);
        return new LazyExpression(scope =>
        {
            foreach (var choice in choices.SkipLast(1))
            {
                if (choice.Evaluate(scope) is { IsBsonNull: false } value)
                {
                    return value;
                }
            }

            return choices[^1].Evaluate(scope);
        });
    }

    public static Expression And(ExpressionParser parser, string name, BsonValue source)
    {
        var terms = parser.ParseArguments(name, source, 0, int.MaxValue);
        return new LazyExpression(scope => terms.All(term => Truth.Of(term.Evaluate(scope))));
    }

    public static Expression Or(ExpressionParser parser, string name, BsonValue source)
    {
        var terms = parser.ParseArguments(name, source, 0, int.MaxValue);
        return new LazyExpression(scope => terms.Any(term => Truth.Of(term.Evaluate(scope))));
    }

    private static Expression[] Named(ExpressionParser parser, string name, BsonDocument source)
    {
        (string Name, int CodeWhenMissing)[] known = [("if", 17080), ("then", 17081), ("else", 17082)];
        var unknown = source.Names.Except(known.Select(part => part.Name)).FirstOrDefault();
        if (unknown is not null)
        {
            throw new MongoErrorException(17083, $"Unrecognized parameter to {name}: {unknown}");
        }

        return [.. known.Select(part => source.TryGetValue(part.Name, out var value)
            ? parser.Parse(value)
            : throw new MongoErrorException(part.CodeWhenMissing, $"Missing '{part.Name}' parameter to {name}"))];
    }
}
