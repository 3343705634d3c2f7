using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

internal sealed record FieldFilter(FieldPath Path, Condition Condition) : Filter
{
    public override bool Matches(BsonDocument document) => Condition.Holds(document, Path);
}
