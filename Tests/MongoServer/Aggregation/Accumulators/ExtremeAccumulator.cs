using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation.Operators;

namespace Pipeline.MongoServer.Aggregation.Accumulators;

internal sealed class ExtremeAccumulator(bool least) : Accumulator
{
    private BsonValue _extreme = BsonNull.Value;

    public override BsonValue Result => _extreme;

    public override void Add(BsonValue? value) => _extreme = Arithmetic.Extreme([_extreme, value], least);
}
