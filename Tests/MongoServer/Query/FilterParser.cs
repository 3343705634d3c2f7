using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

/// <summary>Reads a query document. Every operator that it does not know is an error.</summary>
internal sealed class FilterParser(ExpressionParser expressions)
{
    private readonly ConditionParser _conditions = new(expressions);

    public Filter Parse(BsonDocument query)
    {
        if (query.ElementCount == 1)
        {
            return ParseElement(query.GetElement(0));
        }

        return query.ElementCount == 0 ? Filter.Everything : new AllFilters([.. query.Select(ParseElement)]);
    }

    private Filter ParseElement(BsonElement element) => element.Name switch
    {
        "$and" => new AllFilters(ParseList(element)),
        "$or" => new AnyFilter(ParseList(element)),
        "$nor" => new NoFilter(ParseList(element)),
        "$expr" => new ExpressionFilter(expressions.Parse(element.Value)),
        ['$', ..] => throw MongoErrorException.BadValue($"unknown top level operator: {element.Name}"),
        _ => new FieldFilter(FieldPath.Parse(element.Name), _conditions.Parse(element.Value)),
    };

    private List<Filter> ParseList(BsonElement element)
    {
        if (element.Value is not BsonArray { Count: > 0 } list)
        {
            throw MongoErrorException.BadValue($"{element.Name} must be a nonempty array");
        }

        return list.Select(item => item is BsonDocument query
            ? Parse(query)
            : throw MongoErrorException.BadValue($"{element.Name} entries need to be full objects")).ToList();
    }
}
