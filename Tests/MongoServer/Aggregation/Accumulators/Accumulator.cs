using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation.Accumulators;

/// <summary>Folds one value of every document of a group; <see langword="null"/> is a missing one.</summary>
internal abstract class Accumulator
{
    public static readonly IReadOnlyDictionary<string, Func<Accumulator>> All = new Dictionary<string, Func<Accumulator>>
    {
        ["$sum"] = () => new SumAccumulator(),
        ["$min"] = () => new ExtremeAccumulator(least: true),
        ["$max"] = () => new ExtremeAccumulator(least: false),
        ["$first"] = () => new EdgeAccumulator(first: true),
        ["$last"] = () => new EdgeAccumulator(first: false),
        ["$push"] = () => new PushAccumulator(),
        ["$addToSet"] = () => new SetAccumulator(),
    };

    public abstract BsonValue Result { get; }

    public abstract void Add(BsonValue? value);
}
