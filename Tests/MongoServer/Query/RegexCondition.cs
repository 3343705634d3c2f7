using System.Text.RegularExpressions;
using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

internal sealed record RegexCondition(BsonRegularExpression Source) : ValueCondition
{
    private readonly Regex _regex = Compile(Source.Pattern, Source.Options);

    public override bool Test(BsonValue? value) => value switch
    {
        BsonString text => _regex.IsMatch(text.Value),
        BsonRegularExpression other => other.Equals(Source),
        _ => false,
    };

    private static Regex Compile(string pattern, string options)
    {
        var flags = RegexOptions.CultureInvariant;
        foreach (var option in options)
        {
            flags |= option switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                _ => throw MongoErrorException.BadValue($"invalid flag in regex options: {option}"),
            };
        }

        try
        {
            return new Regex(pattern, flags);
        }
        catch (ArgumentException fault)
        {
            throw new MongoErrorException(51091, $"Regular expression is invalid: {fault.Message}");
        }
    }
}
