using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation.Accumulators;

internal sealed class PushAccumulator : Accumulator
{
    private readonly BsonArray _values = [];

    public override BsonValue Result => _values;

    public override void Add(BsonValue? value)
    {
        if (value is not null)
        {
            _values.Add(value);
        }
    }
}
