using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation.Stages;

namespace Pipeline.MongoServer.Update;

/// <summary>An update written as an aggregation pipeline.</summary>
internal sealed record PipelineChange(IReadOnlyList<Stage> Stages) : Change
{
    public override BsonDocument Apply(BsonDocument document, bool inserting)
    {
        // A stage may hand out a part of the stored document itself.
        var result = (BsonDocument)Stages
            .Aggregate<Stage, IEnumerable<BsonDocument>>([document], (documents, stage) => stage.Run(documents))
            .Single().DeepClone();
        if (!result.Contains("_id") && document.TryGetValue("_id", out var id))
        {
            result.InsertAt(0, new BsonElement("_id", id));
        }

        return result;
    }
}
