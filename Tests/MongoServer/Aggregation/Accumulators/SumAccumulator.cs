using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation.Operators;

namespace Pipeline.MongoServer.Aggregation.Accumulators;

/// <summary>Adds up numbers and takes no notice of anything else.</summary>
internal sealed class SumAccumulator : Accumulator
{
    private BsonValue _sum = 0;

    public override BsonValue Result => _sum;

    public override void Add(BsonValue? value)
    {
        if (value is { IsNumeric: true })
        {
            _sum = Arithmetic.Sum(_sum, value);
        }
    }
}
