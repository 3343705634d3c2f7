using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation.Accumulators;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Stages;

internal sealed record GroupStage(Expression Key, IReadOnlyList<GroupField> Fields) : Stage
{
    public override IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents)
    {
        var groups = new SortedDictionary<BsonValue, Accumulator[]>(BsonOrder.Instance);
        foreach (var document in documents)
        {
            var scope = new Scope(document);
            var key = Key.Evaluate(scope) ?? BsonNull.Value;
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = [.. Fields.Select(field => field.Create())];
            }

            for (var i = 0; i < group.Length; i++)
            {
                group[i].Add(Fields[i].Argument.Evaluate(scope));
            }
        }

        return groups.Select(group => Result(group.Key, group.Value));
    }

    private BsonDocument Result(BsonValue key, Accumulator[] accumulators)
    {
        var result = new BsonDocument("_id", key);
        foreach (var (field, accumulator) in Fields.Zip(accumulators))
        {
            result.Add(field.Name, accumulator.Result);
        }

        return result;
    }
}
