using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

/// <summary>A path from the document or from a variable; through an array it gives an array, places do not count.</summary>
internal sealed record PathExpression(string? Variable, IReadOnlyList<string> Parts) : Expression
{
    public override BsonValue? Evaluate(Scope scope) =>
        Follow(Variable is null ? scope.Root : scope.Variable(Variable), 0);

    private BsonValue? Follow(BsonValue? value, int depth)
    {
        if (depth == Parts.Count)
        {
            return value;
        }

        return value switch
        {
            BsonDocument document => document.TryGetValue(Parts[depth], out var child) ? Follow(child, depth + 1) : null,
            BsonArray array => new BsonArray(array.Select(element => Follow(element, depth)).OfType<BsonValue>()),
            _ => null,
        };
    }
}
