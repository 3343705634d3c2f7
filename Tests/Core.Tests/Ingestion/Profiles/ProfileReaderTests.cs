using System.Buffers;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Ingestion.Profiles;
using Xunit;

namespace Pipeline.Core.Tests.Ingestion.Profiles;

public sealed class ProfileReaderTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2025, 3, 30, 9, 15, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Faults { get; } = new()
    {
        { """{"fname":1}""", "fname: must be a string" },
        { Named("fname", 129), "fname: must be at most 128 characters (got 129 characters)" },
        { Named("lname", 129), "lname: must be at most 128 characters (got 129 characters)" },
        { Named("country", 65), "country: must be at most 64 characters (got 65 characters)" },
        { Named("language", 65), "language: must be at most 64 characters (got 65 characters)" },
        { """{"lname":"a\u0007"}""", "lname: must not contain control characters (got 2 characters)" },
        { """{"lname":"\ud800"}""", "lname: must be well-formed Unicode text" },
        { """{"age":-1}""", "age: must be a whole number from 0 to 150" },
        { """{"age":151}""", "age: must be a whole number from 0 to 150" },
        { """{"age":30.5}""", "age: must be a whole number from 0 to 150" },
        { """{"age":99999999999}""", "age: must be a whole number from 0 to 150" },
        { """{"age":"30"}""", "age: must be a whole number from 0 to 150" },
        { """{"age":{"years":30}}""", "age: must be a whole number from 0 to 150" },
        { """{"metadata":[]}""", "metadata: must be an object" },
        { """{"metadata":{"a":{"a":{"a":{"a":{"a":{}}}}}}}""", "metadata: must be at most 5 levels deep (got 6 levels)" },
        { $$$"""{"metadata":{"a":"{{{new string('x', 8_185)}}}"}}""", "metadata: must be at most 8192 bytes (got 8193 bytes)" },
        { """{"fname":"a","fname":"b"}""", "fname: must be given once" },
        { """{"userId":"somebody-else"}""", "userId: must be absent or the one in the address" },
        { """{"userId":""}""", "userId: must be 1 to 128 characters (got 0 characters)" },
        { "[]", "profile: must be a JSON object" },
        { "", "profile: must be valid JSON (got 0 bytes)" },
        { "{}}", "profile: must be valid JSON (got 3 bytes)" },
        { Named("unknown", 40_000), "profile: must be at most 32768 bytes (got 40014 bytes)" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void TryAppend_BrokenRule_NamesFieldRuleAndSize(string json, string expected)
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.False(ProfileReader.TryAppend("u-1", Encoding.UTF8.GetBytes(json), output, out var fault));

        Assert.Equal(expected, fault.ToString());
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData("", "userId: must be 1 to 128 characters (got 0 characters)")]
    [InlineData("..", "userId: must not be . or ..")]
    [InlineData("a\u0085", "userId: must not contain control characters (got 2 characters)")]
    public void TryAppend_BadUserIdInTheAddress_IsRefused(string userId, string expected)
    {
        Assert.False(ProfileReader.TryAppend(userId, "{}"u8, new ArrayBufferWriter<byte>(), out var fault));
        Assert.Equal(expected, fault.ToString());
    }

    [Theory]
    [InlineData("u-1", "{}")]
    [InlineData("u-1", " { } ")]
    [InlineData("u \"quoted\" \\ 😀 ü", """{"fname":"x"}""")]
    [InlineData("u-1", """{"userId":"u-1","fname":"x"}""")]
    [InlineData("u-1", """{"userId":null,"fname":"x"}""")]
    public void TryAppend_ValidProfile_NamesItsUser(string userId, string json) =>
        Assert.Equal(userId, RoundTrip(userId, json).Profile.UserId);

    [Fact]
    public void TryRead_AppendedProfile_HasItsValues()
    {
        var update = RoundTrip(
            "u-1",
            """{"fname":"Zoë","lname":"O'Neil","age":150,"country":"DE","language":"de","metadata":{"vip":true},"x":[1]}""");

        var profile = update.Profile;
        Assert.Equal(("Zoë", "O'Neil", 150, "DE", "de"), (profile.Fname, profile.Lname, profile.Age, profile.Country, profile.Language));
        Assert.Equal(JsonValueKind.True, profile.Metadata!.Value.GetProperty("vip").ValueKind);
        Assert.Equal((ReceivedAt, 42L), (update.ReceivedAt, update.Sequence));
    }

    [Fact]
    public void TryRead_FieldsAbsentOrNull_AreNull()
    {
        var profile = RoundTrip("u-1", """{"fname":null,"age":null,"metadata":null}""").Profile;

        Assert.Equal(new UserProfile("u-1", null, null, null, null, null, null), profile);
    }

    [Fact]
    public void TryRead_NoUser_IsRefused()
    {
        Assert.False(ProfileReader.TryRead("{}"u8.ToArray(), ReceivedAt, 1, out _, out var fault));
        Assert.Equal("userId: is required", fault.ToString());
    }

    private static ProfileUpdate RoundTrip(string userId, string json)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(ProfileReader.TryAppend(userId, Encoding.UTF8.GetBytes(json), output, out var fault), fault?.ToString());
        Assert.True(ProfileReader.TryRead(output.WrittenMemory, ReceivedAt, 42, out var update, out fault), fault?.ToString());
        return update;
    }

    private static string Named(string field, int length) => $$"""{"{{field}}":"{{new string('x', length)}}"}""";
}
