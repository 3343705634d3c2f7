using MongoDB.Bson;

namespace Pipeline.MongoServer.Values;

/// <summary>What counts as true where the server expects a condition: all but missing, null, false and zero.</summary>
internal static class Truth
{
    public static bool Of(BsonValue? value) => value switch
    {
        null or BsonNull or BsonUndefined => false,
        BsonBoolean boolean => boolean.Value,
        _ when value.IsNumeric => !BsonOrder.Same(value, 0),
        _ => true,
    };
}
