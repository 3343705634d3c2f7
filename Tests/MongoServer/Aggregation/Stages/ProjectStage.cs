using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation.Stages;

/// <summary><c>$project</c>, <c>$addFields</c> and <c>$unset</c>.</summary>
internal sealed record ProjectStage(Projection Projection) : Stage
{
    public override IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents) => documents.Select(Projection.Apply);
}
