using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

internal sealed record AnyFilter(IReadOnlyList<Filter> Children) : Filter
{
    public override bool Matches(BsonDocument document) => Children.Any(child => child.Matches(document));
}
