using MongoDB.Bson;

namespace Pipeline.MongoServer.Values;

/// <summary>The server's total order over BSON values of all types. <see langword="null"/> stands for a missing field.</summary>
internal sealed class BsonOrder : IComparer<BsonValue?>
{
    public static readonly BsonOrder Instance = new();

    private BsonOrder()
    {
    }

    public int Compare(BsonValue? x, BsonValue? y)
    {
        var rank = Rank(x);
        var order = rank.CompareTo(Rank(y));
        return order != 0 || x is null || y is null ? order : CompareWithin(rank, x, y);
    }

    public static bool Same(BsonValue? x, BsonValue? y) => Instance.Compare(x, y) == 0;

    /// <summary>The place of a value's type in the order; types of one rank compare by value.</summary>
    public static int Rank(BsonValue? value) => value?.BsonType switch
    {
        BsonType.MinKey => -1,
        null or BsonType.EndOfDocument or BsonType.Undefined => 0,
        BsonType.Null => 5,
        BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128 => 10,
        BsonType.String or BsonType.Symbol => 15,
        BsonType.Document => 20,
        BsonType.Array => 25,
        BsonType.Binary => 30,
        BsonType.ObjectId => 35,
        BsonType.Boolean => 40,
        BsonType.DateTime => 45,
        BsonType.Timestamp => 47,
        BsonType.RegularExpression => 50,
        BsonType.JavaScript => 60,
        BsonType.JavaScriptWithScope => 65,
        _ => 127,
    };

    private int CompareWithin(int rank, BsonValue x, BsonValue y) => rank switch
    {
        10 => NumberOrder.Compare(x, y),
        15 => CompareText(x.ToString()!, y.ToString()!),
        20 => CompareDocuments(x.AsBsonDocument, y.AsBsonDocument),
        25 => CompareArrays(x.AsBsonArray, y.AsBsonArray),
        30 => CompareBinary(x.AsBsonBinaryData, y.AsBsonBinaryData),
        35 => x.AsObjectId.CompareTo(y.AsObjectId),
        40 => x.AsBoolean.CompareTo(y.AsBoolean),
        45 => x.AsBsonDateTime.MillisecondsSinceEpoch.CompareTo(y.AsBsonDateTime.MillisecondsSinceEpoch),
        47 => ((ulong)x.AsBsonTimestamp.Value).CompareTo((ulong)y.AsBsonTimestamp.Value),
        50 or 60 or 65 => CompareText(x.ToString()!, y.ToString()!),
        _ => 0,
    };

    private static int CompareText(string x, string y)
    {
        // The server compares UTF-8 bytes; in UTF-16 only the surrogates are out of that order.
        var length = Math.Min(x.Length, y.Length);
        var same = x.AsSpan().CommonPrefixLength(y);
        return same == length ? x.Length.CompareTo(y.Length) : Utf8Place(x[same]).CompareTo(Utf8Place(y[same]));

        static int Utf8Place(char unit) => unit switch
        {
            >= '\uE000' => unit - 0x800,
            >= '\uD800' => unit + 0x2000,
            _ => unit,
        };
    }

    private int CompareDocuments(BsonDocument x, BsonDocument y)
    {
        var length = Math.Min(x.ElementCount, y.ElementCount);
        for (var i = 0; i < length; i++)
        {
            BsonElement left = x.GetElement(i), right = y.GetElement(i);
            var order = Rank(left.Value).CompareTo(Rank(right.Value));
            if (order == 0)
            {
                order = CompareText(left.Name, right.Name);
            }

            if (order == 0)
            {
                order = Compare(left.Value, right.Value);
            }

            if (order != 0)
            {
                return order;
            }
        }

        return x.ElementCount.CompareTo(y.ElementCount);
    }

    private int CompareArrays(BsonArray x, BsonArray y)
    {
        var length = Math.Min(x.Count, y.Count);
        for (var i = 0; i < length; i++)
        {
            var order = Compare(x[i], y[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return x.Count.CompareTo(y.Count);
    }

    private static int CompareBinary(BsonBinaryData x, BsonBinaryData y)
    {
        var order = x.Bytes.Length.CompareTo(y.Bytes.Length);
        if (order == 0)
        {
            order = ((int)x.SubType).CompareTo((int)y.SubType);
        }

        return order != 0 ? order : x.Bytes.AsSpan().SequenceCompareTo(y.Bytes);
    }
}
