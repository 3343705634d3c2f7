using System.Collections.Immutable;
using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

/// <summary>Reads expressions. Every operator and variable that it does not know is an error.</summary>
/// <param name="now">What <c>$$NOW</c> is throughout one command.</param>
internal sealed class ExpressionParser(DateTimeOffset now)
{
    private ImmutableHashSet<string> _variables = ["ROOT", "CURRENT"];

    public Expression Parse(BsonValue source) => source switch
    {
        BsonString { Value: ['$', '$', .. var variable] } => ParseVariable(variable),
        BsonString { Value: ['$', .. var path] } => new PathExpression(null, Values.FieldPath.Parse(path).Parts),
        BsonDocument { ElementCount: > 0 } document when document.GetElement(0).Name.StartsWith('$') => ParseOperator(document),
        BsonDocument document => new ObjectExpression([.. document.Select(ParseField)]),
        BsonArray array => new ArrayExpression([.. array.Select(Parse)]),
        _ => new ConstantExpression(source),
    };

    /// <summary>The arguments of an operator: an array stands for several, anything else is the only one.</summary>
    public IReadOnlyList<Expression> ParseArguments(string name, BsonValue source, int least, int most)
    {
        IReadOnlyList<Expression> arguments = source is BsonArray array ? [.. array.Select(Parse)] : [Parse(source)];
        return arguments.Count >= least && arguments.Count <= most
            ? arguments
            : throw new MongoErrorException(16020, $"Expression {name} takes {least} to {most} arguments, not {arguments.Count}");
    }

    /// <summary>Parses the body of an operator that binds a variable of its own.</summary>
    public Expression ParseWith(string variable, BsonValue source)
    {
        var outer = _variables;
        _variables = outer.Add(variable);
        try
        {
            return Parse(source);
        }
        finally
        {
            _variables = outer;
        }
    }

    private Expression ParseVariable(string text)
    {
        var parts = text.Split('.');
        if (parts is ["NOW"])
        {
            return new ConstantExpression(new BsonDateTime(now.UtcDateTime));
        }

        return _variables.Contains(parts[0])
            ? new PathExpression(parts[0], parts[1..])
            : throw new MongoErrorException(ErrorCodes.UndefinedVariable, $"Use of undefined variable: {parts[0]}");
    }

    private KeyValuePair<string, Expression> ParseField(BsonElement field) => new(
        field.Name.Contains('.', StringComparison.Ordinal) || field.Name.StartsWith('$')
            ? throw new MongoErrorException(16412, $"FieldPath field name '{field.Name}' may not hold '.' or start with '$'")
            : field.Name,
        Parse(field.Value));

    private Expression ParseOperator(BsonDocument document)
    {
        if (document.ElementCount != 1)
        {
            throw new MongoErrorException(15983, "An object representing an expression must have exactly one field");
        }

        var (name, argument) = (document.GetElement(0).Name, document.GetElement(0).Value);
        return Operators.ExpressionOperators.All.TryGetValue(name, out var build)
            ? build(this, name, argument)
            : throw new MongoErrorException(ErrorCodes.InvalidPipelineOperator, $"Unrecognized expression '{name}'");
    }
}
