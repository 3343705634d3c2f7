using System.Text;
using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation.Operators;

internal static class StringOperators
{
    public static BsonValue Concat(IReadOnlyList<BsonValue?> values)
    {
        if (values.Any(value => value is null or BsonNull))
        {
            return BsonNull.Value;
        }

        return string.Concat(values.Select(value => value is BsonString text
            ? text.Value
            : throw new MongoErrorException(16702, $"$concat only supports strings, not {TypeNames.Of(value)}")));
    }

    /// <summary>As the server does, only A to Z change.</summary>
    public static BsonValue ToLower(BsonValue? value) => value switch
    {
        null or BsonNull => string.Empty,
        BsonString text => string.Create(text.Value.Length, text.Value, (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
            }
        }),
        _ => throw new MongoErrorException(16007, $"can't convert from BSON type {TypeNames.Of(value)} to String"),
    };

    /// <summary>The place of a text in another one, counted in code points.</summary>
    public static BsonValue IndexOf(IReadOnlyList<BsonValue?> values)
    {
        if (values[0] is null or BsonNull)
        {
            return BsonNull.Value;
        }

        if (values[0] is not BsonString text)
        {
            throw new MongoErrorException(40093, $"$indexOfCP requires a string as the first argument, found: {TypeNames.Of(values[0])}");
        }

        if (values[1] is not BsonString part)
        {
            throw new MongoErrorException(40094, $"$indexOfCP requires a string as the second argument, found: {TypeNames.Of(values[1])}");
        }

        var place = text.Value.IndexOf(part.Value, StringComparison.Ordinal);
        return place < 0 ? -1 : CodePoints(text.Value.AsSpan(0, place));
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
