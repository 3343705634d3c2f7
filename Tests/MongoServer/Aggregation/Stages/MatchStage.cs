using MongoDB.Bson;
using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Aggregation.Stages;

internal sealed record MatchStage(Filter Filter) : Stage
{
    public override IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents) => documents.Where(Filter.Matches);
}
