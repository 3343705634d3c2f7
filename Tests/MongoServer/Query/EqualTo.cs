using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

/// <summary><c>$eq</c>: null also matches a missing field.</summary>
internal sealed record EqualTo(BsonValue Operand) : ValueCondition
{
    public override bool Test(BsonValue? value) =>
        value is null ? Operand.IsBsonNull : BsonOrder.Same(value, Operand);
}
