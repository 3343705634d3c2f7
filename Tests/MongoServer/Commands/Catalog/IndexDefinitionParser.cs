using MongoDB.Bson;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Catalog;

/// <summary>Reads one entry of <c>createIndexes</c>.</summary>
internal static class IndexDefinitionParser
{
    // v: every version has the same order here. background: it changes nothing since MongoDB 4.2.
    private static readonly string[] Known =
        ["key", "name", "unique", "sparse", "partialFilterExpression", "expireAfterSeconds", "v", "background"];

    public static IndexDefinition Parse(BsonDocument source, FilterParser filters)
    {
        var unknown = source.Names.FirstOrDefault(name => !Known.Contains(name));
        if (unknown is not null)
        {
            throw new MongoErrorException(
                ErrorCodes.InvalidIndexSpecificationOption, $"The field '{unknown}' is not valid for an index specification");
        }

        var arguments = new Arguments("createIndexes.indexes", source, Known);
        var keys = arguments.Document("key");
        RefuseSpecialKeys(keys);
        var partial = arguments.OptionalDocument("partialFilterExpression");
        return new IndexDefinition(arguments.Text("name"), keys)
        {
            Unique = arguments.Flag("unique"),
            Sparse = arguments.Flag("sparse"),
            PartialFilter = partial,
            Covers = partial is null ? Filter.Everything : filters.Parse(partial),
            ExpireAfterSeconds = ParseExpiry(source, keys),
        };
    }

    private static void RefuseSpecialKeys(BsonDocument keys)
    {
        if (keys.ElementCount == 0)
            throw new MongoErrorException(ErrorCodes.CannotCreateIndex, "Index keys cannot be an empty object");
        foreach (var key in keys)
        {
            if (!key.Value.IsNumeric || key.Value.ToDouble() is not (1 or -1))
            {
                throw new MongoErrorException(
                    ErrorCodes.CannotCreateIndex, $"The test double knows no index of kind {key.Value} on '{key.Name}'");
            }
        }
    }

    private static double? ParseExpiry(BsonDocument source, BsonDocument keys)
    {
        if (!source.TryGetValue("expireAfterSeconds", out var seconds))
            return null;
        return keys.ElementCount == 1 && seconds.IsNumeric && seconds.ToDouble() >= 0
            ? seconds.ToDouble()
            : throw new MongoErrorException(ErrorCodes.CannotCreateIndex, "TTL indexes are single-field indexes with a number of seconds");
    }
}
