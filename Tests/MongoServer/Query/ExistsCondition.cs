using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

internal sealed record ExistsCondition : ValueCondition
{
    protected override bool SeesElements => false;

    public override bool Test(BsonValue? value) => value is not null;
}
