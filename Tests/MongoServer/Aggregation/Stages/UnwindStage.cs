using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Stages;

internal sealed record UnwindStage(FieldPath Path, bool KeepEmpty) : Stage
{
    public override IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents) => documents.SelectMany(Unwind);

    private IEnumerable<BsonDocument> Unwind(BsonDocument document)
    {
        var value = Path.Single(document);
        if (value is BsonArray { Count: > 0 } array)
        {
            return array.Select(element => With(document, element));
        }

        if (value is not (null or BsonNull or BsonArray))
        {
            return [document];
        }

        return !KeepEmpty ? [] : [value is BsonArray ? With(document, null) : document];
    }

    private BsonDocument With(BsonDocument document, BsonValue? element)
    {
        var copy = document.DeepClone().AsBsonDocument;
        var parent = copy;
        foreach (var part in Path.Parts.SkipLast(1))
        {
            parent = parent[part].AsBsonDocument;
        }

        if (element is null)
        {
            parent.Remove(Path.Parts[^1]);
        }
        else
        {
            parent[Path.Parts[^1]] = element;
        }

        return copy;
    }
}
