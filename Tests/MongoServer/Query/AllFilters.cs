using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

internal sealed record AllFilters(IReadOnlyList<Filter> Children) : Filter
{
    public override bool Matches(BsonDocument document)
    {
        foreach (var child in Children)
        {
            if (!child.Matches(document))
            {
                return false;
            }
        }

        return true;
    }
}
