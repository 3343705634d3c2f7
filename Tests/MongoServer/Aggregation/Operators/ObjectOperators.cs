using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Operators;

internal static class ObjectOperators
{
    public static BsonValue Merge(IReadOnlyList<BsonValue?> values)
    {
        var result = new BsonDocument();
        foreach (var value in values)
        {
            if (value is BsonDocument document)
            {
                result.Merge(document, overwriteExistingElements: true);
            }
            else if (value is not (null or BsonNull))
            {
                throw new MongoErrorException(40400, $"$mergeObjects requires object inputs, but input is of type {TypeNames.Of(value)}");
            }
        }

        return result;
    }
}
