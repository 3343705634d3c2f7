namespace Pipeline.MongoServer.Aggregation;

/// <summary>
/// What a projection does with one field: keep or drop it (<see cref="Keep"/>), compute it, or go into it.
/// </summary>
internal sealed class ProjectionNode
{
    public bool? Keep { get; init; }

    public Expression? Computed { get; init; }

    /// <summary>The fields below this one, in the order in which they were written.</summary>
    public OrderedDictionary<string, ProjectionNode> Children { get; } = [];

    public bool IsLeaf => Keep is not null || Computed is not null;

    public bool Computes => Computed is not null || Children.Values.Any(child => child.Computes);

    public bool IsKeep => Keep == true || Children.Values.Any(child => child.IsKeep);

    public bool IsDrop => Keep == false || Children.Values.Any(child => child.IsDrop);

    public void Add(string path, ProjectionNode leaf)
    {
        var parts = Values.FieldPath.Parse(path).Parts;
        var node = this;
        foreach (var part in parts.SkipLast(1))
        {
            if (!node.Children.TryGetValue(part, out var next))
            {
                node.Children[part] = next = new ProjectionNode();
            }

            if (next.IsLeaf)
            {
                throw Collision(path);
            }

            node = next;
        }

        if (!node.Children.TryAdd(parts[^1], leaf))
        {
            throw Collision(path);
        }
    }

    private static MongoErrorException Collision(string path) => new(31249, $"Path collision at {path}");
}
