using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Stages;

/// <summary><c>$replaceWith</c>.</summary>
internal sealed record ReplaceStage(Expression Replacement) : Stage
{
    public override IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents) => documents.Select(Replace);

    private BsonDocument Replace(BsonDocument document)
    {
        var value = Replacement.Evaluate(new Scope(document));
        return value as BsonDocument ?? throw new MongoErrorException(
            ErrorCodes.ReplacementIsNotADocument, $"'replacement document' must evaluate to an object, but was {TypeNames.Of(value)}");
    }
}
