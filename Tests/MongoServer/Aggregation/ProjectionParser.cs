using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

/// <summary>Reads the projection of a find and the specifications of <c>$project</c>, <c>$addFields</c> and <c>$unset</c>.</summary>
internal sealed class ProjectionParser(ExpressionParser expressions)
{
    public Projection Parse(BsonDocument specification)
    {
        var root = Tree(specification, asFlags: true);
        var others = root.Children.Where(child => child.Key != "_id").Select(child => child.Value).ToList();
        var drops = others.Any(child => child.IsDrop);
        if (drops && others.Any(child => child.IsKeep || child.Computes))
        {
            throw others[0].IsDrop
                ? new MongoErrorException(ErrorCodes.InclusionInExclusion, "Cannot do inclusion in an exclusion projection")
                : new MongoErrorException(ErrorCodes.ExclusionInInclusion, "Cannot do exclusion in an inclusion projection");
        }

        root.Children.TryGetValue("_id", out var id);
        var excludes = drops || (others.Count == 0 && id is { IsDrop: true });
        if (!excludes && id is null)
        {
            root.Add("_id", new ProjectionNode { Keep = true });
        }

        return new Projection(root, excludes ? ProjectionMode.Exclude : ProjectionMode.Include);
    }

    public Projection ParseAddFields(BsonDocument specification) =>
        new(Tree(specification, asFlags: false), ProjectionMode.Add);

    public static Projection ParseUnset(BsonValue specification)
    {
        if (specification is not (BsonString or BsonArray))
        {
            throw new MongoErrorException(31002, "$unset specification must be a string or an array");
        }

        if (specification is BsonArray { Count: 0 })
        {
            throw new MongoErrorException(31119, "$unset specification must be a string or an array with at least one field");
        }

        var root = new ProjectionNode();
        foreach (var field in specification is BsonArray list ? list : [specification])
        {
            if (!field.IsString)
            {
                throw new MongoErrorException(31120, "$unset specification must be a string or an array of strings");
            }

            root.Add(field.AsString, new ProjectionNode { Keep = false });
        }

        return new Projection(root, ProjectionMode.Exclude);
    }

    private ProjectionNode Tree(BsonDocument specification, bool asFlags)
    {
        if (specification.ElementCount == 0)
        {
            throw new MongoErrorException(51272, "specification must have at least one field");
        }

        var root = new ProjectionNode();
        foreach (var field in specification)
        {
            Add(root, field.Name, field.Value, asFlags);
        }

        return root;
    }

    private void Add(ProjectionNode root, string path, BsonValue value, bool asFlags)
    {
        if (path.StartsWith('$') || path.EndsWith(".$", StringComparison.Ordinal))
        {
            throw new MongoErrorException(16410, $"The test double knows no positional projection: '{path}'");
        }

        if (asFlags && (value.IsBoolean || value.IsNumeric))
        {
            root.Add(path, new ProjectionNode { Keep = Values.Truth.Of(value) });
            return;
        }

        if (value is BsonDocument nested && !Query.ConditionParser.HasOperators(nested))
        {
            if (nested.ElementCount == 0)
            {
                throw new MongoErrorException(asFlags ? 51270 : 40180, $"An empty object is not a valid value. Found at path {path}");
            }

            foreach (var field in nested)
            {
                Add(root, $"{path}.{field.Name}", field.Value, asFlags);
            }

            return;
        }

        if (asFlags && value is BsonDocument operators)
        {
            RefuseOperators(operators);
        }

        root.Add(path, new ProjectionNode { Computed = expressions.Parse(value) });
    }

    /// <summary>What stands alone for an expression has, in a projection, codes of its own when it is none.</summary>
    private static void RefuseOperators(BsonDocument operators)
    {
        if (operators.ElementCount > 1)
        {
            throw new MongoErrorException(16410, "FieldPath field names may not start with '$'.");
        }

        var name = operators.GetElement(0).Name;
        if (!Operators.ExpressionOperators.All.ContainsKey(name))
        {
            throw new MongoErrorException(31325, $"Unknown expression {name}");
        }
    }
}
