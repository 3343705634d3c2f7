using Pipeline.MongoServer.Aggregation.Accumulators;

namespace Pipeline.MongoServer.Aggregation.Stages;

internal sealed record GroupField(string Name, Expression Argument, Func<Accumulator> Create);
