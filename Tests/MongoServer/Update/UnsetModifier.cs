using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

internal sealed record UnsetModifier(FieldPath Path) : Modifier(Path)
{
    public override void Apply(BsonDocument document) => PathEditor.Unset(document, Path);
}
