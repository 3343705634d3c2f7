using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Operators;

internal static class ArrayOperators
{
    public static BsonValue In(IReadOnlyList<BsonValue?> values) => values[1] is BsonArray array
        ? array.Any(element => BsonOrder.Same(element, values[0]))
        : throw new MongoErrorException(40081, $"$in requires an array as a second argument, found: {TypeNames.Of(values[1])}");

    public static BsonValue SetUnion(IReadOnlyList<BsonValue?> values) => Joined(
        "$setUnion", 17043, values, elements => new SortedSet<BsonValue>(elements, BsonOrder.Instance));

    public static BsonValue Concat(IReadOnlyList<BsonValue?> values) => Joined(
        "$concatArrays", 28664, values, elements => elements);

    public static BsonValue Size(BsonValue? value) => value is BsonArray array
        ? array.Count
        : throw new MongoErrorException(17124, $"The argument to $size must be an array, but was of type: {TypeNames.Of(value)}");

    public static BsonValue? At(string name, BsonValue? value, BsonValue? place)
    {
        if (IsNullish(value) || IsNullish(place))
        {
            return BsonNull.Value;
        }

        if (value is not BsonArray array)
        {
            throw new MongoErrorException(28689, $"{name}'s argument must be an array, but is {TypeNames.Of(value)}");
        }

        if (!place!.IsNumeric)
        {
            throw new MongoErrorException(28690, $"{name}'s second argument must be a number, but is {TypeNames.Of(place)}");
        }

        var index = place.ToInt32();
        if (index < 0)
        {
            index += array.Count;
        }

        return index >= 0 && index < array.Count ? array[index] : null;
    }

    public static Expression Filter(ExpressionParser parser, string name, BsonValue source)
    {
        var (input, variable, body) = ParseLoop(parser, name, source, "cond");
        return new LazyExpression(scope => Loop(name, input.Evaluate(scope), array =>
            array.Where(element => Truth.Of(body.Evaluate(scope.With(variable, element))))));
    }

    public static Expression Map(ExpressionParser parser, string name, BsonValue source)
    {
        var (input, variable, body) = ParseLoop(parser, name, source, "in");
        return new LazyExpression(scope => Loop(name, input.Evaluate(scope), array =>
            array.Select(element => body.Evaluate(scope.With(variable, element)) ?? BsonNull.Value)));
    }

    private static (Expression Input, string Variable, Expression Body) ParseLoop(
        ExpressionParser parser, string name, BsonValue source, string bodyName)
    {
        if (source is not BsonDocument document)
        {
            throw new MongoErrorException(28646, $"{name} only supports an object as its argument");
        }

        var unknown = document.Names.FirstOrDefault(field => field != "input" && field != "as" && field != bodyName);
        if (unknown is not null)
        {
            throw new MongoErrorException(28647, $"Unrecognized parameter to {name}: {unknown}");
        }

        if (!document.Contains("input") || !document.Contains(bodyName))
        {
            throw new MongoErrorException(28648, $"{name} needs 'input' and '{bodyName}'");
        }

        var variable = document.GetValue("as", "this").AsString;
        return (parser.Parse(document["input"]), variable, parser.ParseWith(variable, document[bodyName]));
    }

    private static BsonValue Loop(string name, BsonValue? input, Func<BsonArray, IEnumerable<BsonValue>> body) => input switch
    {
        _ when IsNullish(input) => BsonNull.Value,
        BsonArray array => new BsonArray(body(array)),
        _ => throw new MongoErrorException(28651, $"input to {name} must be an array not {TypeNames.Of(input)}"),
    };

    private static BsonValue Joined(
        string name, int code, IReadOnlyList<BsonValue?> values, Func<IEnumerable<BsonValue>, IEnumerable<BsonValue>> join)
    {
        if (values.Any(IsNullish))
        {
            return BsonNull.Value;
        }

        return new BsonArray(join(values.SelectMany(value => value as BsonArray
            ?? throw new MongoErrorException(code, $"{name} only supports arrays, not {TypeNames.Of(value)}"))));
    }

    private static bool IsNullish(BsonValue? value) => value is null or BsonNull or BsonUndefined;
}
