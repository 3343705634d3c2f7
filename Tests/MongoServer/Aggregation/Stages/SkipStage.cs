using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation.Stages;

internal sealed record SkipStage(int Skip) : Stage
{
    public override IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents) => documents.Skip(Skip);
}
