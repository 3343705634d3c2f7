using MongoDB.Bson;

namespace Pipeline.MongoServer.Update;

/// <summary>An update written with operators.</summary>
internal sealed record OperatorChange(IReadOnlyList<Modifier> Modifiers) : Change
{
    public override BsonDocument Apply(BsonDocument document, bool inserting)
    {
        var result = (BsonDocument)document.DeepClone();
        foreach (var modifier in Modifiers)
        {
            if (inserting || !modifier.OnInsertOnly)
            {
                modifier.Apply(result);
            }
        }

        return result;
    }
}
