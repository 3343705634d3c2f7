using System.Buffers;
using System.Text.Json;

namespace Pipeline.Tools.Demo;

/// <summary>A customer of the made-up shop.</summary>
internal sealed record Shopper(
    string UserId, string FirstName, string LastName, int Age, string Country, string Language, string? Device, string Browser)
{
    private static readonly string[] FirstNames =
        ["Ada", "Ben", "Chloé", "Dmitri", "Elif", "Farid", "Greta", "Hana", "Ivo", "Jun", "Kofi", "Lena", "Mateo", "Nia", "Oskar", "Priya"];

    private static readonly string[] LastNames =
        ["Almeida", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Hansen", "Ito", "Jansen", "Kowalska", "Lindqvist", "Müller", "Novak"];

    private static readonly (string Country, string Language)[] Places =
        [("DE", "de"), ("DE", "de"), ("FR", "fr"), ("GB", "en"), ("GB", "en"), ("US", "en"), ("ES", "es"), ("NL", "nl"), ("IN", "hi")];

    private static readonly string?[] Devices =
        ["mobile", "mobile", "mobile", "mobile", "mobile", "mobile", "desktop", "desktop", "desktop", "desktop", "tablet", null];

    private static readonly string[] Browsers = ["chrome", "chrome", "chrome", "safari", "safari", "firefox", "edge"];

    public static Shopper Create(int number, Random random)
    {
        var (country, language) = Pick(Places, random);
        return new Shopper(
            $"u{10_000 + number}", Pick(FirstNames, random), Pick(LastNames, random), random.Next(18, 80), country, language,
            Pick(Devices, random), Pick(Browsers, random));
    }

    /// <summary>The body of <c>PUT /api/users/{userId}</c>.</summary>
    public ReadOnlyMemory<byte> ToProfileJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("fname", FirstName);
            json.WriteString("lname", LastName);
            json.WriteNumber("age", Age);
            json.WriteString("country", Country);
            json.WriteString("language", Language);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static T Pick<T>(T[] choices, Random random) => choices[random.Next(choices.Length)];
}
