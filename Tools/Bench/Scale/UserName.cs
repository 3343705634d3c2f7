using System.Text.Json;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>A made-up name: a few first and last names are common, most are rare.</summary>
internal sealed record UserName(string First, string Last)
{
    private static readonly string[] Starts =
        ["Al", "Ber", "Cor", "Da", "El", "Fen", "Gar", "Hel", "Is", "Jo", "Kar", "Li", "Mar", "Nor", "Ol", "Per", "Ro", "Sol", "Ti", "Vin"];

    private static readonly string[] Middles = ["a", "de", "i", "ko", "la", "mi", "ne", "o", "ri", "sa", "to", "u", "va", "wen", "ze"];

    private static readonly string[] Ends = ["n", "ra", "s", "tta", "lo", "na", "rt", "ssen", "berg", "ski"];

    /// <summary>The name of a user, always the same.</summary>
    public static UserName Of(int user)
    {
        var random = new Random(user);
        return new UserName(Name(random), Name(random));
    }

    /// <summary>The body of <c>PUT /api/users/{userId}</c>.</summary>
    public byte[] ToProfileJson() => JsonSerializer.SerializeToUtf8Bytes(new { fname = First, lname = Last });

    private static string Name(Random random) => Pick(Starts, random) + Pick(Middles, random) + Pick(Ends, random);

    // Squared, so that the first ones of a list come more often than the last ones.
    private static string Pick(string[] choices, Random random) => choices[(int)(choices.Length * Math.Pow(random.NextDouble(), 2))];
}
