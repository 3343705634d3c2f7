using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

/// <summary><c>$elemMatch</c>: one element of an array has to meet everything asked.</summary>
internal sealed record ElementCondition(Func<BsonValue, bool> Meets) : ValueCondition
{
    protected override bool SeesElements => false;

    public override bool Test(BsonValue? value) => value is BsonArray array && array.Any(Meets);
}
