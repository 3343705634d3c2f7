using MongoDB.Bson;

namespace Pipeline.MongoServer.Update;

/// <summary>A whole new document; only the id stays.</summary>
internal sealed record ReplacementChange(BsonDocument Replacement) : Change
{
    public override BsonDocument Apply(BsonDocument document, bool inserting)
    {
        var result = (BsonDocument)Replacement.DeepClone();
        if (!result.Contains("_id") && document.TryGetValue("_id", out var id))
        {
            result.InsertAt(0, new BsonElement("_id", id));
        }

        return result;
    }
}
