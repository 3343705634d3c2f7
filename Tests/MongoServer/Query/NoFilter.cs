using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

/// <summary><c>$nor</c>: none of the children may match.</summary>
internal sealed record NoFilter(IReadOnlyList<Filter> Children) : Filter
{
    public override bool Matches(BsonDocument document) => !Children.Any(child => child.Matches(document));
}
