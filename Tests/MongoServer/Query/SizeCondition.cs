using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

internal sealed record SizeCondition(int Size) : ValueCondition
{
    protected override bool SeesElements => false;

    public override bool Test(BsonValue? value) => value is BsonArray array && array.Count == Size;
}
