using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

/// <summary>A parsed aggregation expression.</summary>
internal abstract record Expression
{
    /// <summary>Evaluates to a value, or to <see langword="null"/> for a missing one.</summary>
    public abstract BsonValue? Evaluate(Scope scope);
}
