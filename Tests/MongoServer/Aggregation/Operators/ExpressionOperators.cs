using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Operators;

/// <summary>Every expression operator that the test double knows.</summary>
internal static class ExpressionOperators
{
    public static readonly IReadOnlyDictionary<string, Func<ExpressionParser, string, BsonValue, Expression>> All =
        new Dictionary<string, Func<ExpressionParser, string, BsonValue, Expression>>
        {
            ["$literal"] = (_, _, source) => new ConstantExpression(source),
            ["$cond"] = FlowOperators.Cond,
            ["$ifNull"] = FlowOperators.IfNull,
            ["$and"] = FlowOperators.And,
            ["$or"] = FlowOperators.Or,
            ["$not"] = Function(1, 1, values => !Truth.Of(values[0])),
            ["$eq"] = Comparison(order => order == 0),
            ["$ne"] = Comparison(order => order != 0),
            ["$lt"] = Comparison(order => order < 0),
            ["$lte"] = Comparison(order => order <= 0),
            ["$gt"] = Comparison(order => order > 0),
            ["$gte"] = Comparison(order => order >= 0),
            ["$min"] = Function(1, int.MaxValue, values => Arithmetic.Extreme(values, least: true)),
            ["$max"] = Function(1, int.MaxValue, values => Arithmetic.Extreme(values, least: false)),
            ["$add"] = Function(0, int.MaxValue, Arithmetic.Add),
            ["$subtract"] = Function(2, 2, values => Arithmetic.Subtract(values[0], values[1])),
            ["$multiply"] = Function(0, int.MaxValue, Arithmetic.Multiply),
            ["$in"] = Function(2, 2, ArrayOperators.In),
            ["$setUnion"] = Function(0, int.MaxValue, ArrayOperators.SetUnion),
            ["$concatArrays"] = Function(0, int.MaxValue, ArrayOperators.Concat),
            ["$size"] = Function(1, 1, values => ArrayOperators.Size(values[0])),
            ["$first"] = Function(1, 1, values => ArrayOperators.At("$first", values[0], 0)),
            ["$arrayElemAt"] = Function(2, 2, values => ArrayOperators.At("$arrayElemAt", values[0], values[1])),
            ["$filter"] = ArrayOperators.Filter,
            ["$map"] = ArrayOperators.Map,
            ["$mergeObjects"] = Function(0, int.MaxValue, ObjectOperators.Merge),
            ["$type"] = Function(1, 1, values => TypeNames.Of(values[0])),
            ["$indexOfCP"] = Function(2, 2, StringOperators.IndexOf),
            ["$toLower"] = Function(1, 1, values => StringOperators.ToLower(values[0])),
            ["$concat"] = Function(0, int.MaxValue, StringOperators.Concat),
        };

    private static Func<ExpressionParser, string, BsonValue, Expression> Function(
        int least, int most, Func<IReadOnlyList<BsonValue?>, BsonValue?> function) =>
        (parser, name, source) => new FunctionExpression(parser.ParseArguments(name, source, least, most), function);

    private static Func<ExpressionParser, string, BsonValue, Expression> Comparison(Func<int, bool> holds) =>
        Function(2, 2, values => holds(BsonOrder.Instance.Compare(values[0], values[1])));
}
