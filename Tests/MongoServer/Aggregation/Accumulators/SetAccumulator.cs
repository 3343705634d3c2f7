using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Accumulators;

internal sealed class SetAccumulator : Accumulator
{
    private readonly SortedSet<BsonValue> _values = new(BsonOrder.Instance);

    public override BsonValue Result => new BsonArray(_values);

    public override void Add(BsonValue? value)
    {
        if (value is not null)
        {
            _values.Add(value);
        }
    }
}
