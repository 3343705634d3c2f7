using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

/// <summary>One operator on one path.</summary>
internal abstract record Modifier(FieldPath Path)
{
    public bool OnInsertOnly { get; init; }

    /// <summary>Every path that the operator writes to; two operators may not share one.</summary>
    public virtual IEnumerable<FieldPath> Writes => [Path];

    public abstract void Apply(BsonDocument document);
}
