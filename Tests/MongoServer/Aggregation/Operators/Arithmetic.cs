using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Operators;

/// <summary>
/// Sums and products of numbers as the server makes them: the widest type wins (int, long, double, decimal),
/// an int that overflows becomes a long, a long a double.
/// </summary>
internal static class Arithmetic
{
    public static BsonValue Add(IReadOnlyList<BsonValue?> values)
    {
        if (values.Any(IsNullish))
        {
            return BsonNull.Value;
        }

        var dates = values.OfType<BsonDateTime>().ToList();
        if (dates.Count > 1)
        {
            throw new MongoErrorException(16612, "only one date allowed in an $add expression");
        }

        BsonValue sum = 0;
        foreach (var value in values)
        {
            if (value is not BsonDateTime)
            {
                sum = Sum(sum, Number("$add", value));
            }
        }

        return dates.Count == 0 ? sum : new BsonDateTime(dates[0].MillisecondsSinceEpoch + Milliseconds(sum));
    }

    public static BsonValue Subtract(BsonValue? left, BsonValue? right)
    {
        if (IsNullish(left) || IsNullish(right))
        {
            return BsonNull.Value;
        }

        if (left is not BsonDateTime from)
        {
            return Sum(Number("$subtract", left), Product(Number("$subtract", right), -1));
        }

        return right is BsonDateTime to
            ? from.MillisecondsSinceEpoch - to.MillisecondsSinceEpoch
            : new BsonDateTime(from.MillisecondsSinceEpoch - Milliseconds(Number("$subtract", right)));
    }

    public static BsonValue Multiply(IReadOnlyList<BsonValue?> values) =>
        values.Any(IsNullish)
            ? BsonNull.Value
            : values.Aggregate((BsonValue)1, (product, value) => Product(product, Number("$multiply", value)));

    /// <summary>The least or greatest of the values that are there; of a single array, of its elements.</summary>
    public static BsonValue Extreme(IReadOnlyList<BsonValue?> values, bool least)
    {
        IEnumerable<BsonValue?> candidates = values is [BsonArray array] ? array : values;
        BsonValue? extreme = null;
        foreach (var value in candidates)
        {
            if (!IsNullish(value) && (extreme is null || BsonOrder.Instance.Compare(value, extreme) < 0 == least))
            {
                extreme = value;
            }
        }

        return extreme ?? BsonNull.Value;
    }

    public static BsonValue Sum(BsonValue x, BsonValue y) => Apply(
        x, y, (a, b) => (Int128)a + b, (a, b) => a + b, (a, b) => a + b);

    private static BsonValue Product(BsonValue x, BsonValue y) => Apply(
        x, y, (a, b) => (Int128)a * b, (a, b) => a * b, (a, b) => a * b);

    private static BsonValue Apply(
        BsonValue x,
        BsonValue y,
        Func<long, long, Int128> whole,
        Func<double, double, double> real,
        Func<decimal, decimal, decimal> exact)
    {
        if (x.BsonType == BsonType.Decimal128 || y.BsonType == BsonType.Decimal128)
        {
            return new BsonDecimal128(exact(Exact(x), Exact(y)));
        }

        if (x.BsonType == BsonType.Double || y.BsonType == BsonType.Double)
        {
            return real(x.ToDouble(), y.ToDouble());
        }

        var result = whole(x.ToInt64(), y.ToInt64());
        if (x.BsonType == BsonType.Int32 && y.BsonType == BsonType.Int32 && result >= int.MinValue && result <= int.MaxValue)
        {
            return (int)result;
        }

        return result >= long.MinValue && result <= long.MaxValue ? new BsonInt64((long)result) : new BsonDouble((double)result);
    }

    private static decimal Exact(BsonValue value)
    {
        try
        {
            return value.ToDecimal();
        }
        catch (OverflowException)
        {
            throw MongoErrorException.BadValue($"The test double does not calculate with the decimal {value}");
        }
    }

    private static long Milliseconds(BsonValue value) =>
        value.BsonType == BsonType.Double ? (long)Math.Round(value.AsDouble) : value.ToInt64();

    private static BsonValue Number(string name, BsonValue? value) => value is { IsNumeric: true }
        ? value
        : throw MongoErrorException.TypeMismatch($"{name} only supports numeric or date types, not {TypeNames.Of(value)}");

    private static bool IsNullish(BsonValue? value) => value is null or BsonNull or BsonUndefined;
}
