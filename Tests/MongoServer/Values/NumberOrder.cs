using MongoDB.Bson;

namespace Pipeline.MongoServer.Values;

/// <summary>Compares numbers of different BSON types by what they are worth, never by what they are stored as.</summary>
internal static class NumberOrder
{
    public static int Compare(BsonValue x, BsonValue y)
    {
        if (x.BsonType == BsonType.Decimal128 || y.BsonType == BsonType.Decimal128)
        {
            return CompareDecimals(x.ToDecimal128(), y.ToDecimal128());
        }

        if (x.BsonType != BsonType.Double && y.BsonType != BsonType.Double)
        {
            return x.ToInt64().CompareTo(y.ToInt64());
        }

        if (x.BsonType == BsonType.Double && y.BsonType == BsonType.Double)
        {
            return x.AsDouble.CompareTo(y.AsDouble);
        }

        return x.BsonType == BsonType.Double ? -CompareMixed(y.ToInt64(), x.AsDouble) : CompareMixed(x.ToInt64(), y.AsDouble);
    }

    private static int CompareDecimals(Decimal128 x, Decimal128 y)
    {
        // The server puts NaN before every number; Decimal128.Compare knows no such order.
        if (Decimal128.IsNaN(x) || Decimal128.IsNaN(y))
        {
            return Decimal128.IsNaN(y).CompareTo(Decimal128.IsNaN(x));
        }

        return Decimal128.Compare(x, y);
    }

    private static int CompareMixed(long whole, double real)
    {
        // Beyond 2^53 a long has no exact double: compare the whole part as long and let the fraction decide.
        if (double.IsNaN(real) || real < long.MinValue)
        {
            return 1;
        }

        if (real >= 9223372036854775808d)
        {
            return -1;
        }

        var truncated = Math.Truncate(real);
        var order = whole.CompareTo((long)truncated);
        return order != 0 ? order : truncated.CompareTo(real);
    }
}
