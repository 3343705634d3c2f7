using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

internal sealed record RenameModifier(FieldPath Path, FieldPath Target) : Modifier(Path)
{
    public override IEnumerable<FieldPath> Writes => [Path, Target];

    public override void Apply(BsonDocument document)
    {
        if (PathEditor.Get(document, Path) is not { } value)
            return;
        PathEditor.Unset(document, Path);
        PathEditor.Set(document, Target, value);
    }
}
