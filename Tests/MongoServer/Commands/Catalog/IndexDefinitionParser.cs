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

    // The index that every collection has is asked for again without any of these.
    private static readonly string[] NotForIds = ["unique", "sparse", "partialFilterExpression", "expireAfterSeconds"];

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
        RefuseOptionsOfIds(source, keys);
        var (partial, sparse) = (arguments.OptionalDocument("partialFilterExpression"), arguments.Flag("sparse"));
        if (partial is not null && sparse)
        {
            throw new MongoErrorException(ErrorCodes.CannotCreateIndex, "cannot mix \"partialFilterExpression\" and \"sparse\" options");
        }

        return new IndexDefinition(arguments.Text("name"), keys)
        {
            Unique = arguments.Flag("unique"),
            Sparse = sparse,
            PartialFilter = partial,
            Covers = partial is null ? Filter.Everything : PartialIndexFilter.Check(filters.Parse(partial)),
            ExpireAfterSeconds = ParseExpiry(source, keys),
        };
    }

    private static void RefuseSpecialKeys(BsonDocument keys)
    {
        if (keys.ElementCount == 0)
        {
            throw new MongoErrorException(ErrorCodes.CannotCreateIndex, "Index keys cannot be an empty object");
        }

        foreach (var key in keys)
        {
            if (!key.Value.IsNumeric || key.Value.ToDouble() is not (1 or -1))
            {
                throw new MongoErrorException(
                    ErrorCodes.CannotCreateIndex, $"The test double knows no index of kind {key.Value} on '{key.Name}'");
            }
        }
    }

    private static void RefuseOptionsOfIds(BsonDocument source, BsonDocument keys)
    {
        if (keys.ElementCount > 1 || keys.GetElement(0).Name != "_id")
        {
            return;
        }

        if (keys != IndexDefinition.Id.Keys)
        {
            throw MongoErrorException.BadValue($"The field 'key' for an _id index must be {{_id: 1}}, but got {keys}");
        }

        if (NotForIds.FirstOrDefault(source.Contains) is { } option)
        {
            throw new MongoErrorException(
                ErrorCodes.InvalidIndexSpecificationOption, $"The field '{option}' is not valid for an _id index specification");
        }
    }

    private static double? ParseExpiry(BsonDocument source, BsonDocument keys)
    {
        if (!source.TryGetValue("expireAfterSeconds", out var seconds))
        {
            return null;
        }

        return keys.ElementCount == 1 && seconds.IsNumeric && seconds.ToDouble() >= 0
            ? seconds.ToDouble()
            : throw new MongoErrorException(ErrorCodes.CannotCreateIndex, "TTL indexes are single-field indexes with a number of seconds");
    }
}
