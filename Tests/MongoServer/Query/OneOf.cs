using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

/// <summary><c>$in</c> with values and regular expressions.</summary>
internal sealed record OneOf(IReadOnlyList<BsonValue> Operands, IReadOnlyList<RegexCondition> Patterns) : ValueCondition
{
    private readonly SortedSet<BsonValue> _values = new(Operands, Values.BsonOrder.Instance);

    public override bool Test(BsonValue? value) =>
        _values.Contains(value ?? BsonNull.Value) || Patterns.Any(pattern => pattern.Test(value));
}
