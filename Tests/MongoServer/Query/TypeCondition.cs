using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

internal sealed record TypeCondition(IReadOnlyList<BsonType> Types) : ValueCondition
{
    public override bool Test(BsonValue? value) => value is not null && Types.Contains(value.BsonType);
}
