using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

/// <summary><c>$expr</c>.</summary>
internal sealed record ExpressionFilter(Expression Expression) : Filter
{
    public override bool Matches(BsonDocument document) => Truth.Of(Expression.Evaluate(new Scope(document)));
}
