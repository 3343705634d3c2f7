using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation.Stages;

internal sealed record LimitStage(int Limit) : Stage
{
    public override IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents) => documents.Take(Limit);
}
