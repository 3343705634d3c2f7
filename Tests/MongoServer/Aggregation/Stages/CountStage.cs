using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation.Stages;

/// <summary><c>$count</c>: one document with the number, and none when there is nothing to count.</summary>
internal sealed record CountStage(string Field) : Stage
{
    public override IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents)
    {
        var count = documents.Count();
        return count == 0 ? [] : [new BsonDocument(Field, count)];
    }
}
