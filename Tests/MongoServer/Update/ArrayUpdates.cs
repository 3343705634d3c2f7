using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

/// <summary>The operators on arrays.</summary>
internal static class ArrayUpdates
{
    public static Modifier Push(FieldPath path, BsonValue operand)
    {
        var (items, slice) = Items("$push", operand, allowSlice: true);
        return new ValueModifier(path, old => Slice([.. Elements("$push", path, old), .. items], slice));
    }

    public static Modifier AddToSet(FieldPath path, BsonValue operand)
    {
        var (items, _) = Items("$addToSet", operand, allowSlice: false);
        return new ValueModifier(path, old =>
        {
            var result = new BsonArray((IEnumerable<BsonValue>)Elements("$addToSet", path, old));
            foreach (var item in items)
            {
                if (!result.Any(present => BsonOrder.Same(present, item)))
                {
                    result.Add(item);
                }
            }

            return result;
        });
    }

    public static Modifier Pull(FieldPath path, BsonValue operand, ExpressionParser expressions)
    {
        var goes = Matcher(operand, expressions);
        return new ValueModifier(path, old => old is null
            ? null
            : new BsonArray(Elements("$pull", path, old).Where(element => !goes(element))));
    }

    private static Func<BsonValue, bool> Matcher(BsonValue operand, ExpressionParser expressions)
    {
        if (operand is not BsonDocument query || ConditionParser.HasOperators(operand))
        {
            return new ConditionParser(expressions).Parse(operand).HoldsFor;
        }

        var filter = new FilterParser(expressions).Parse(query);
        return element => element is BsonDocument document && filter.Matches(document);
    }

    private static (BsonArray Items, int? Slice) Items(string name, BsonValue operand, bool allowSlice)
    {
        if (!ConditionParser.HasOperators(operand))
        {
            return ([operand], null);
        }

        var clauses = operand.AsBsonDocument;
        var unknown = clauses.Names.FirstOrDefault(clause => clause != "$each" && !(allowSlice && clause == "$slice"));
        if (unknown is not null)
        {
            throw MongoErrorException.BadValue($"Unrecognized clause in {name}: {unknown}");
        }

        return clauses.GetValue("$each", BsonNull.Value) is BsonArray items
            ? (items, clauses.TryGetValue("$slice", out var slice) ? slice.ToInt32() : null)
            : throw MongoErrorException.BadValue($"The argument to $each in {name} must be an array");
    }

    private static BsonArray Elements(string name, FieldPath path, BsonValue? old) => old switch
    {
        null => [],
        BsonArray array => array,
        _ => throw MongoErrorException.BadValue($"Cannot apply {name} to non-array field '{path.Text}' of type {TypeNames.Of(old)}"),
    };

    private static BsonArray Slice(BsonArray array, int? slice) => slice switch
    {
        null => array,
        >= 0 => [.. array.Take(slice.Value)],
        _ => [.. array.TakeLast(-slice.Value)],
    };
}
