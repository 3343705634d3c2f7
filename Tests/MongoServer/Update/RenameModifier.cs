using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

internal sealed record RenameModifier(FieldPath Path, FieldPath Target) : Modifier(Path)
{
    public override IEnumerable<FieldPath> Writes => [Path, Target];

    public static RenameModifier Parse(FieldPath path, BsonValue operand)
    {
        if (operand is not BsonString name)
        {
            throw MongoErrorException.BadValue($"The 'to' field for $rename must be a string: {operand}");
        }

        var target = FieldPath.Parse(name.Value);
        return path.Overlaps(target)
            ? throw MongoErrorException.BadValue($"The source and target field for $rename must not be on the same path: {path.Text}")
            : new RenameModifier(path, target);
    }

    public override void Apply(BsonDocument document)
    {
        if (PathEditor.Get(document, Path) is not { } value)
        {
            return;
        }

        if (PathEditor.LeadsThroughArray(document, Path) || PathEditor.LeadsThroughArray(document, Target))
        {
            throw MongoErrorException.BadValue($"Neither field of $rename can be an array element: '{Path.Text}', '{Target.Text}'");
        }

        PathEditor.Unset(document, Path);
        PathEditor.Set(document, Target, value);
    }
}
