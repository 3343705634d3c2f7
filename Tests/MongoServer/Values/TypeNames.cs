using MongoDB.Bson;

namespace Pipeline.MongoServer.Values;

/// <summary>The names of BSON types as <c>$type</c> takes and gives them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<BsonType, string> Names = new()
    {
        [BsonType.Double] = "double",
        [BsonType.String] = "string",
        [BsonType.Document] = "object",
        [BsonType.Array] = "array",
        [BsonType.Binary] = "binData",
        [BsonType.Undefined] = "undefined",
        [BsonType.ObjectId] = "objectId",
        [BsonType.Boolean] = "bool",
        [BsonType.DateTime] = "date",
        [BsonType.Null] = "null",
        [BsonType.RegularExpression] = "regex",
        [BsonType.JavaScript] = "javascript",
        [BsonType.Symbol] = "symbol",
        [BsonType.JavaScriptWithScope] = "javascriptWithScope",
        [BsonType.Int32] = "int",
        [BsonType.Timestamp] = "timestamp",
        [BsonType.Int64] = "long",
        [BsonType.Decimal128] = "decimal",
        [BsonType.MinKey] = "minKey",
        [BsonType.MaxKey] = "maxKey",
    };

    private static readonly Dictionary<string, BsonType> Types = Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly BsonType[] Numbers = [BsonType.Int32, BsonType.Int64, BsonType.Double, BsonType.Decimal128];

    public static string Of(BsonValue? value) => value is null ? "missing" : Names[value.BsonType];

    /// <summary>The types that one operand of <c>$type</c> stands for.</summary>
    public static IReadOnlyList<BsonType> Parse(BsonValue operand)
    {
        if (operand.IsString)
        {
            if (operand.AsString == "number")
            {
                return Numbers;
            }

            if (Types.TryGetValue(operand.AsString, out var named))
            {
                return [named];
            }
        }
        else if (operand.IsNumeric)
        {
            // minKey is -1 for a query and 255 on the wire.
            var code = operand.ToInt32();
            var numbered = code == -1 ? BsonType.MinKey : (BsonType)code;
            if (Names.ContainsKey(numbered))
            {
                return [numbered];
            }
        }

        throw MongoErrorException.BadValue($"Unknown type name alias or code: {operand}");
    }
}
