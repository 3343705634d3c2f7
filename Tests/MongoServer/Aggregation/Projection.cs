using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

/// <summary>Makes a new document out of a document; the old one stays as it is.</summary>
internal sealed class Projection(ProjectionNode root, ProjectionMode mode)
{
    public BsonDocument Apply(BsonDocument document) => Apply(document, root, new Scope(document));

    private BsonDocument Apply(BsonDocument document, ProjectionNode node, Scope scope)
    {
        var result = new BsonDocument();
        foreach (var element in document)
        {
            if (!node.Children.TryGetValue(element.Name, out var child))
            {
                if (mode != ProjectionMode.Include)
                {
                    result.Add(element);
                }
            }
            else if ((child.IsLeaf ? ApplyLeaf(element.Value, child, scope) : ApplyNested(element.Value, child, scope)) is { } value)
            {
                result.Add(element.Name, value);
            }
        }

        AddNew(document, result, node, scope);
        return result;
    }

    private BsonValue? ApplyLeaf(BsonValue value, ProjectionNode leaf, Scope scope) => leaf switch
    {
        { Keep: true } => value,
        // In $addFields a field keeps its place; in $project what is computed comes after what is kept.
        { Computed: { } computed } when mode == ProjectionMode.Add => computed.Evaluate(scope),
        _ => null,
    };

    private BsonValue? ApplyNested(BsonValue value, ProjectionNode node, Scope scope) => value switch
    {
        BsonDocument document => Apply(document, node, scope),
        BsonArray array => new BsonArray(array.Select(element => ApplyNested(element, node, scope)).OfType<BsonValue>()),
        _ when node.Computes => Apply([], node, scope),
        _ => mode == ProjectionMode.Include ? null : value,
    };

    private void AddNew(BsonDocument document, BsonDocument result, ProjectionNode node, Scope scope)
    {
        foreach (var (name, child) in node.Children)
        {
            var present = document.Contains(name);
            if (child.Computed is { } computed && !(present && mode == ProjectionMode.Add))
            {
                if (computed.Evaluate(scope) is { } value)
                {
                    result[name] = value;
                }
            }
            else if (!present && !child.IsLeaf && child.Computes)
            {
                result[name] = Apply([], child, scope);
            }
        }

        // Whatever was computed, the id of a document comes first.
        if (mode == ProjectionMode.Include && result.ElementCount > 1 && result.IndexOfName("_id") > 0)
        {
            var id = result["_id"];
            result.Remove("_id");
            result.InsertAt(0, new BsonElement("_id", id));
        }
    }
}
