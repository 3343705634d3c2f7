using MongoDB.Bson;
using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Aggregation.Stages;

internal sealed record SortStage(SortSpec Sort) : Stage
{
    public override IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents) =>
        Sort.Apply(documents, document => document);
}
