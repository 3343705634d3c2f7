using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

/// <summary>Reads what a query says of one path: a value, a pattern, or a document of operators.</summary>
internal sealed class ConditionParser(ExpressionParser expressions)
{
    public static bool HasOperators(BsonValue value) =>
        value is BsonDocument { ElementCount: > 0 } document && document.GetElement(0).Name.StartsWith('$');

    public Condition Parse(BsonValue value) => value switch
    {
        BsonRegularExpression pattern => new RegexCondition(pattern),
        BsonDocument operators when HasOperators(value) => ParseOperators(operators),
        _ => new EqualTo(value),
    };

    private Condition ParseOperators(BsonDocument operators)
    {
        var conditions = operators.Where(part => part.Name != "$options")
            .Select(part => ParseOperator(part.Name, part.Value, operators)).ToList();
        return conditions.Count switch
        {
            0 => throw MongoErrorException.BadValue("$options needs a $regex"),
            1 => conditions[0],
            _ => new AllConditions(conditions),
        };
    }

    private Condition ParseOperator(string name, BsonValue operand, BsonDocument siblings) => name switch
    {
        "$eq" => new EqualTo(operand),
        "$ne" => new NotCondition(new EqualTo(operand)),
        "$gt" => new Bound(operand, IsLower: true, Inclusive: false),
        "$gte" => new Bound(operand, IsLower: true, Inclusive: true),
        "$lt" => new Bound(operand, IsLower: false, Inclusive: false),
        "$lte" => new Bound(operand, IsLower: false, Inclusive: true),
        "$in" => ParseIn(name, operand),
        "$nin" => new NotCondition(ParseIn(name, operand)),
        "$exists" => Truth.Of(operand) ? new ExistsCondition() : new NotCondition(new ExistsCondition()),
        "$type" => new TypeCondition([.. (operand is BsonArray types ? types : [operand]).SelectMany(TypeNames.Parse)]),
        "$not" => new NotCondition(ParseNot(operand)),
        "$regex" => ParseRegex(operand, siblings),
        "$elemMatch" => ParseElementMatch(operand),
        "$size" => ParseSize(operand),
        "$all" => new AllConditions([.. List(name, operand).Select(Parse).DefaultIfEmpty(new OneOf([], []))]),
        _ => throw MongoErrorException.BadValue($"unknown operator: {name}"),
    };

    private static OneOf ParseIn(string name, BsonValue operand)
    {
        var values = List(name, operand);
        if (values.Any(HasOperators))
        {
            throw MongoErrorException.BadValue($"cannot nest $ under {name}");
        }

        return new OneOf(
            [.. values.Where(value => value is not BsonRegularExpression)],
            [.. values.OfType<BsonRegularExpression>().Select(pattern => new RegexCondition(pattern))]);
    }

    private Condition ParseNot(BsonValue operand) =>
        operand is BsonRegularExpression || HasOperators(operand)
            ? Parse(operand)
            : throw MongoErrorException.BadValue("$not needs a regex or a document");

    private static RegexCondition ParseRegex(BsonValue operand, BsonDocument siblings)
    {
        var pattern = operand switch
        {
            BsonRegularExpression regex => regex,
            BsonString text => new BsonRegularExpression(text.Value),
            _ => throw MongoErrorException.BadValue("$regex has to be a string"),
        };
        return new RegexCondition(siblings.TryGetValue("$options", out var options)
            ? new BsonRegularExpression(pattern.Pattern, options.AsString)
            : pattern);
    }

    private ElementCondition ParseElementMatch(BsonValue operand)
    {
        if (operand is not BsonDocument query)
        {
            throw MongoErrorException.BadValue("$elemMatch needs an Object");
        }

        if (HasOperators(query) && query.GetElement(0).Name is not ("$and" or "$or" or "$nor" or "$expr"))
        {
            return new ElementCondition(Parse(query).HoldsFor);
        }

        var filter = new FilterParser(expressions).Parse(query);
        return new ElementCondition(element => element is BsonDocument document && filter.Matches(document));
    }

    private static SizeCondition ParseSize(BsonValue operand) =>
        operand.IsNumeric && operand.ToDouble() is >= 0 and <= int.MaxValue && operand.ToDouble() % 1 == 0
            ? new SizeCondition(operand.ToInt32())
            : throw MongoErrorException.BadValue("$size must be a non-negative whole number");

    private static BsonArray List(string name, BsonValue operand) =>
        operand as BsonArray ?? throw MongoErrorException.BadValue($"{name} needs an array");
}
