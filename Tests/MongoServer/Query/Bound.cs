using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

/// <summary>
/// <c>$gt $gte $lt $lte</c>. Only values of the operand's kind compare (a number is never above a text),
/// except against MinKey and MaxKey.
/// </summary>
internal sealed record Bound(BsonValue Operand, bool IsLower, bool Inclusive) : ValueCondition
{
    private readonly int _rank = BsonOrder.Rank(Operand);
    private readonly bool _bracketed = Operand is not (BsonMinKey or BsonMaxKey);

    public override bool Test(BsonValue? value)
    {
        value ??= BsonNull.Value;
        if (_bracketed && (BsonOrder.Rank(value) != _rank || IsNaN(value) != IsNaN(Operand)))
        {
            return false;
        }

        var order = BsonOrder.Instance.Compare(value, Operand);
        return order == 0 ? Inclusive : order > 0 == IsLower;
    }

    // NaN sorts before the numbers but is neither below nor above any of them.
    private static bool IsNaN(BsonValue value) => value switch
    {
        BsonDouble real => double.IsNaN(real.Value),
        BsonDecimal128 number => Decimal128.IsNaN(number.Value),
        _ => false,
    };
}
