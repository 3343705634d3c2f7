using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

/// <summary>
/// An operator that makes the new value out of the old one; <see langword="null"/> is missing, and as a result: leave it.
/// </summary>
internal sealed record ValueModifier(FieldPath Path, Func<BsonValue?, BsonValue?> NewValue) : Modifier(Path)
{
    public override void Apply(BsonDocument document)
    {
        if (NewValue(PathEditor.Get(document, Path)) is { } value)
        {
            PathEditor.Set(document, Path, value);
        }
    }
}
