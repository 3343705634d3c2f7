using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation.Accumulators;

/// <summary>The value of the first or of the last document.</summary>
internal sealed class EdgeAccumulator(bool first) : Accumulator
{
    private BsonValue? _value;

    public override BsonValue Result => _value ?? BsonNull.Value;

    public override void Add(BsonValue? value)
    {
        if (_value is null || !first)
        {
            _value = value ?? BsonNull.Value;
        }
    }
}
