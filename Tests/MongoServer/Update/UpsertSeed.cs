using MongoDB.Bson;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

/// <summary>What an upsert begins with: every path that the query fixes to one value.</summary>
internal static class UpsertSeed
{
    public static BsonDocument From(Filter filter)
    {
        var seed = new BsonDocument();
        var seen = new List<FieldPath>();
        foreach (var (path, value) in Equalities(filter))
        {
            if (seen.Any(path.Overlaps))
            {
                throw new MongoErrorException(
                    ErrorCodes.NotSingleValueField, $"cannot infer query fields to set, path '{path.Text}' is matched twice");
            }

            seen.Add(path);
            PathEditor.Set(seed, path, value);
        }

        return seed;
    }

    private static IEnumerable<(FieldPath Path, BsonValue Value)> Equalities(Filter filter) => filter switch
    {
        AllFilters all => all.Children.SelectMany(Equalities),
        AnyFilter { Children: [var only] } => Equalities(only),
        FieldFilter field => Values(field.Condition).Select(value => (field.Path, value)),
        _ => [],
    };

    private static IEnumerable<BsonValue> Values(Condition condition) => condition switch
    {
        EqualTo equal => [equal.Operand],
        AllConditions all => all.Children.SelectMany(Values),
        _ => [],
    };
}
