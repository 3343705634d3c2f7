using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Pipeline.Core.Ingestion.Events;
using Xunit;

namespace Pipeline.Core.Tests.Ingestion.Events;

public sealed class EventReaderTests
{
    private const string Id = "0197f0a4-7a35-4c11-9d3e-2b8f0c6a5e11";
    private static readonly DateTimeOffset ReceivedAt = new(2025, 3, 30, 9, 15, 0, 123, TimeSpan.Zero);
    private static readonly TimeSpan MaxAge = new EventOptions().MaxAge;

    public static TheoryData<string, string> Faults { get; } = new()
    {
        { Without("userId"), "userId: is required" },
        { Without("sessionId"), "sessionId: is required" },
        { Without("eventType"), "eventType: is required" },
        { Without("page"), "page: is required" },
        { With("userId", "null"), "userId: is required" },
        { With("userId", "17"), "userId: must be a string" },
        { With("userId", """{"a":["b"]}"""), "userId: must be a string" },
        { With("userId", "\".\""), "userId: must not be . or .." },
        { With("userId", "\".\\u002e\""), "userId: must not be . or .." },
        { With("userId", "\"\""), "userId: must be 1 to 128 characters (got 0 characters)" },
        { With("userId", Text('u', 300)), "userId: must be 1 to 128 characters (got 300 characters)" },
        { With("userId", Text('ü', 129)), "userId: must be 1 to 128 characters (got 129 characters)" },
        { With("userId", "\"a\\u0000b\""), "userId: must not contain control characters (got 3 characters)" },
        { With("userId", "\"a\u007f\""), "userId: must not contain control characters (got 2 characters)" },
        { With("userId", "\"\u0085\""), "userId: must not contain control characters (got 1 character)" },
        { With("userId", "\"a\\n\""), "userId: must not contain control characters (got 2 characters)" },
        { With("userId", "\"\\ud83d\""), "userId: must be well-formed Unicode text" },
        { With("userId", "\"\\ude00x\""), "userId: must be well-formed Unicode text" },
        { With("userId", "\"\\ud83d\\u0041\""), "userId: must be well-formed Unicode text" },
        { With("sessionId", Text('s', 129)), "sessionId: must be 1 to 128 characters (got 129 characters)" },
        { With("sessionId", "\"a\\u009f\""), "sessionId: must not contain control characters (got 2 characters)" },
        { With("eventType", "\"\""), "eventType: must be 1 to 64 of A-Z, 0-9 and _ (got 0 characters)" },
        { With("eventType", "\"page_view\""), "eventType: must be 1 to 64 of A-Z, 0-9 and _ (got 9 characters)" },
        { With("eventType", "\"PAGE VIEW\""), "eventType: must be 1 to 64 of A-Z, 0-9 and _ (got 9 characters)" },
        { With("eventType", Text('A', 65)), "eventType: must be 1 to 64 of A-Z, 0-9 and _ (got 65 characters)" },
        { With("eventType", "\"" + string.Concat(Enumerable.Repeat("\\u0041", 65)) + "\""), "eventType: must be 1 to 64 of A-Z, 0-9 and _ (got 65 characters)" },
        { With("eventType", "true"), "eventType: must be a string" },
        { With("page", "\"\""), "page: must be 1 to 2048 characters (got 0 characters)" },
        { With("page", Text('p', 2_049)), "page: must be 1 to 2048 characters (got 2049 characters)" },
        { With("page", "\"/a\\t\""), "page: must not contain control characters (got 3 characters)" },
        { With("page", "[]"), "page: must be a string" },
        { With("eventId", "\"42\""), "eventId: must be a UUID of 36 characters (got 2 characters)" },
        { With("eventId", $"\"{Id.Replace("-", "", StringComparison.Ordinal)}\""), "eventId: must be a UUID of 36 characters (got 32 characters)" },
        { With("eventId", $"\"{{{Id}}}\""), "eventId: must be a UUID of 36 characters (got 38 characters)" },
        { With("eventId", "42"), "eventId: must be a string" },
        { With("eventId", $"\"{Id}\""), "timestamp: is required with an eventId" },
        { With("timestamp", "\"2025-03-30T09:15:00\""), TimeFault(19) },
        { With("timestamp", "\"2025-03-30\""), TimeFault(10) },
        { With("timestamp", "\"2025-02-30T09:15:00Z\""), TimeFault(20) },
        { With("timestamp", "\"2025-03-30T09:15:00+0200\""), TimeFault(24) },
        { With("timestamp", "\"0001-01-01T00:00:00+01:00\""), TimeFault(25) },
        { With("timestamp", "\"yesterday\""), TimeFault(9) },
        { With("timestamp", "\"\""), TimeFault(0) },
        { With("timestamp", Text('9', 400)), TimeFault(400) },
        { With("timestamp", "1743326100000"), "timestamp: must be a string" },
        { With("timestamp", "\"2025-03-31T09:15:00.124Z\""), "timestamp: must be at most 24 hours ahead of its receipt" },
        { With("timestamp", "\"9999-12-31T23:59:59.999Z\""), "timestamp: must be at most 24 hours ahead of its receipt" },
        { With("metadata", "[]"), "metadata: must be an object" },
        { With("metadata", "\"x\""), "metadata: must be an object" },
        { With("metadata", Metadata(8_193)), "metadata: must be at most 8192 bytes (got 8193 bytes)" },
        { With("metadata", Nested(6)), "metadata: must be at most 5 levels deep (got 6 levels)" },
        { With("metadata", """{"a":[[[[[1]]]]]}"""), "metadata: must be at most 5 levels deep (got 6 levels)" },
        { With("metadata", Nested(1_000)), "metadata: must be at most 5 levels deep (got 1000 levels)" },
        { With("metadata", """{"query":"\udc00"}"""), "metadata: must be well-formed Unicode text" },
        { With("metadata", """{"\ud800":1}"""), "metadata: must be well-formed Unicode text" },
        { With("unknown", Text('x', 33_000)), "event: must be at most 32768 bytes (got 33086 bytes)" },
        { Valid()[..^1] + ""","userId":"again"}""", "userId: must be given once" },
        { Valid()[..^1] + ""","user\u0049d":{"a":[1]}}""", "userId: must be given once" },
        { Valid()[..^1] + ""","metadata":{},"metadata":{}}""", "metadata: must be given once" },
        { "[]", "event: must be a JSON object" },
        { "[{}]", "event: must be a JSON object" },
        { "\"text\"", "event: must be a JSON object" },
        { "", "event: must be valid JSON (got 0 bytes)" },
        { "{", "event: must be valid JSON (got 1 bytes)" },
        { "{} {}", "event: must be valid JSON (got 5 bytes)" },
        { "{'userId':1}", "event: must be valid JSON (got 12 bytes)" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void TryAppend_BrokenRule_NamesFieldRuleAndSize(string json, string expected)
    {
        var output = new ArrayBufferWriter<byte>();

        Assert.False(EventReader.TryAppend(Encoding.UTF8.GetBytes(json), ReceivedAt, MaxAge, output, out _, out var fault));

        Assert.Equal(expected, fault.ToString());
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData("userId", "\"u\"")]
    [InlineData("userId", "\"\\ud83d\\ude00 \\\"quoted\\\" \\u00fc\"")]
    [InlineData("sessionId", "\"会话\"")]
    [InlineData("eventType", "\"A_0\"")]
    [InlineData("eventType", "\"\\u0041\"")]
    [InlineData("eventId", "null")]
    [InlineData("timestamp", "null")]
    [InlineData("timestamp", "\"2015-03-30T09:15:00.123Z\"")]
    [InlineData("timestamp", "\"2025-03-31T09:15:00.123Z\"")]
    [InlineData("timestamp", "\"2025-03-30T11:15:00.1239999+02:00\"")]
    [InlineData("timestamp", "\"2025-03-30T11:15:00\\u002B02:00\"")]
    [InlineData("metadata", "null")]
    [InlineData("metadata", "{ }")]
    [InlineData("unknown", "[[[[[[[[[[[[{\"\\ud800\":1}]]]]]]]]]]]]")]
    public void TryAppend_ValidField_IsTaken(string field, string value) => AssertTaken(With(field, value));

    [Fact]
    public void TryAppend_ValuesAtTheirLimits_AreTaken()
    {
        AssertTaken(With("userId", Text('ü', 128)));
        AssertTaken(With("userId", "\"" + string.Concat(Enumerable.Repeat("😀", 128)) + "\""));
        AssertTaken(With("sessionId", "\"" + string.Concat(Enumerable.Repeat("\\ud83d\\ude00", 128)) + "\""));
        AssertTaken(With("eventType", Text('A', 64)));
        AssertTaken(With("page", Text('頁', 2_048)));
        AssertTaken(With("metadata", Metadata(8_192)));
        AssertTaken(With("metadata", Nested(5)));
        AssertTaken(With("unknown", Text('x', EventLimits.MaxEventBytes - With("unknown", "\"\"").Length)));
    }

    [Fact]
    public void TryAppend_InvalidUtf8_IsRefused()
    {
        byte[] json = [.. Encoding.UTF8.GetBytes(Valid()[..^1] + ",\"x\":\""), 0xC3, .. "\"}"u8];

        Assert.False(EventReader.TryAppend(json, ReceivedAt, MaxAge, new ArrayBufferWriter<byte>(), out _, out var fault));
        Assert.Equal("must be valid UTF-8", fault.Rule);
    }

    [Fact]
    public void TryAppend_IdAndTimeSent_KeepsTheBytes()
    {
        var json = " " + Valid()[..^1] + $$""", "eventId" : "{{Id}}","timestamp":"2025-03-30T11:15:00+02:00" } """;

        var (written, eventId) = Append(json);

        Assert.Equal(json.Trim(), written);
        Assert.Equal(Guid.Parse(Id), eventId);
    }

    [Fact]
    public void TryAppend_IdAndTimeAbsent_AddsThemInFront()
    {
        var (written, eventId) = Append(Valid());

        Assert.Equal($$"""{"eventId":"{{eventId}}","timestamp":"2025-03-30T09:15:00.123Z",""" + Valid()[1..], written);
        Assert.Equal(7, eventId.Version);
    }

    [Fact]
    public void TryAppend_TimeSent_AddsTheIdOnly()
    {
        var json = With("timestamp", "\"2020-01-01T00:00:00Z\"");

        var (written, eventId) = Append(json);

        Assert.Equal($$"""{"eventId":"{{eventId}}",""" + json[1..], written);
    }

    [Fact]
    public void TryRead_AppendedEvent_HasItsValues()
    {
        var json = $$"""
            {"eventId":"{{Id}}","timestamp":"2025-03-30T11:15:00.1239999+02:00","userId":"u\u00fc","sessionId":"会",
             "eventType":"SEARCH","page":"\/search","metadata":{ "query" : "räder" },"unknown":[{"userId":1}]}
            """;

        var evt = Read(Append(json).Written);

        Assert.Equal(Guid.Parse(Id), evt.EventId);
        Assert.Equal(ReceivedAt, evt.Timestamp);
        Assert.Equal(TimeSpan.Zero, evt.Timestamp.Offset);
        Assert.Equal(("uü", "会", "SEARCH", "/search"), (evt.UserId, evt.SessionId, evt.EventType, evt.Page));
        Assert.Equal("""{ "query" : "räder" }""", Encoding.UTF8.GetString(evt.Metadata.Span));
    }

    [Fact]
    public void TryRead_MetadataAbsent_IsEmpty() => Assert.True(Read(Append(Valid()).Written).Metadata.IsEmpty);

    [Fact]
    public void TryRead_NullIdBehindTheInsertedOne_ReadsTheInsertedOne()
    {
        var (written, eventId) = Append(Valid()[..^1] + ""","eventId":null,"timestamp":null}""");

        Assert.Equal((eventId, ReceivedAt), (Read(written).EventId, Read(written).Timestamp));
    }

    [Fact]
    public void TryRead_EventWithoutId_IsRefusedSinceARedeliveryWouldNotFindItAgain()
    {
        Assert.False(EventReader.TryRead(Encoding.UTF8.GetBytes(Valid()), ReceivedAt, MaxAge, out _, out var fault));
        Assert.Equal("eventId: is required", fault.ToString());
    }

    [Fact]
    public void TryRead_EnvelopeReceivedALittleBeforeTheEvent_KeepsTheEventThatIngestAccepted()
    {
        var written = Append(Valid()[..^1] + $$""","eventId":"{{Id}}","timestamp":"2025-03-31T09:15:00.123Z"}""").Written;

        Assert.True(EventReader.TryRead(Encoding.UTF8.GetBytes(written), ReceivedAt.AddSeconds(-5), MaxAge, out _, out _));
        Assert.False(EventReader.TryRead(Encoding.UTF8.GetBytes(written), ReceivedAt.AddMinutes(-2), MaxAge, out _, out var fault));
        Assert.Equal("timestamp", fault.Field);
    }

    [Theory]
    [InlineData("2015-03-30T09:15:00.122Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void TryAppend_OlderThanMaxAge_IsRefusedWithThatReason(string timestamp)
    {
        var json = Encoding.UTF8.GetBytes(With("timestamp", $"\"{timestamp}\""));

        Assert.False(EventReader.TryAppend(json, ReceivedAt, MaxAge, new ArrayBufferWriter<byte>(), out _, out var fault));
        Assert.Equal("timestamp: must be at most 3653 days before its receipt", fault.ToString());
        Assert.True(EventReader.TryAppend(
            json, ReceivedAt, TimeSpan.FromDays(1_000_000), new ArrayBufferWriter<byte>(), out _, out _));
    }

    [Fact]
    public void TryRead_AsOldAsIngestTakes_IsTakenALittleLaterAndNotMuchLater()
    {
        var written = Encoding.UTF8.GetBytes(
            Append(Valid()[..^1] + $$""","eventId":"{{Id}}","timestamp":"2015-03-30T09:15:00.123Z"}""").Written);

        Assert.True(EventReader.TryRead(written, ReceivedAt.AddMinutes(1), MaxAge, out _, out _));
        Assert.False(EventReader.TryRead(written, ReceivedAt.AddMinutes(2), MaxAge, out _, out var fault));
        Assert.Equal("timestamp", fault.Field);
    }

    [Fact]
    public void TryRead_EnvelopeOfTheFirstYear_DoesNotOverflow()
    {
        var written = Encoding.UTF8.GetBytes(Append(Valid()[..^1] + $$""","eventId":"{{Id}}","timestamp":"2025-03-30T09:15:00Z"}""").Written);

        Assert.False(EventReader.TryRead(written, DateTimeOffset.MinValue, MaxAge, out _, out _));
    }

    [Fact]
    public void TryAppend_AnyText_IsTakenOrRefusedByItsCharacters() =>
        Gen.String[0, 200].Where(text => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar)).Sample(text =>
        {
            var json = With("userId", $"\"{JsonEncodedText.Encode(text)}\"");

            var taken = EventReader.TryAppend(Encoding.UTF8.GetBytes(json), ReceivedAt, MaxAge, new ArrayBufferWriter<byte>(), out _, out _);

            Assert.Equal(text.EnumerateRunes().Count() is >= 1 and <= 128 && !text.Any(char.IsControl), taken);
        });

    [Fact]
    public void TryAppend_ValidEvent_AllocatesNothing()
    {
        var json = Encoding.UTF8.GetBytes(With("metadata", """{"device":"mobile","price":12.5,"tags":["a","b"]}"""));
        var output = new ArrayBufferWriter<byte>(1 << 20);
        for (var i = 0; i < 100; i++)
        {
            EventReader.TryAppend(json, ReceivedAt, MaxAge, output, out _, out _);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            EventReader.TryAppend(json, ReceivedAt, MaxAge, output, out _, out _);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 99);
    }

    [Theory]
    [InlineData("userId")]
    [InlineData("sessionId")]
    [InlineData("eventType")]
    [InlineData("page")]
    [InlineData("timestamp")]
    [InlineData("metadata")]
    public void TryRead_EscapedFieldName_IsThatField(string field)
    {
        var json = Append(With("metadata", """{"device":"mobile"}""")).Written;
        var name = string.Concat(field.Select(letter => $"\\u{(int)letter:x4}"));
        var escaped = json.Replace($"\"{field}\":", $"\"{name}\":", StringComparison.Ordinal);

        Assert.NotEqual(json, escaped);
        Assert.Equal(Fields(Read(json)), Fields(Read(escaped)));
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("userId\\u0000")]
    [InlineData("\\u0075serId and so on, for longer than any of the names that mean something")]
    public void TryRead_OtherEscapedFieldName_IsIgnored(string name)
    {
        var json = Append(Valid()).Written;

        Assert.Equal(Fields(Read(json)), Fields(Read(json[..^1] + $",\"{name}\":1}}")));
    }

    [Fact]
    public void TryRead_AmongOthers_LeavesTheReaderAtItsLastToken()
    {
        var json = Encoding.UTF8.GetBytes($"[{Append(Valid()).Written},7,{Append(With("userId", "\"second\"")).Written}]");
        var reader = new Utf8JsonReader(json, EventReader.JsonOptions);
        var read = new List<string?>();
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            read.Add(EventReader.TryRead(ref reader, json, ReceivedAt, MaxAge, out var evt, out var fault) ? evt.UserId : fault.ToString());
        }

        Assert.Equal(["u-1", "event: must be a JSON object", "second"], read);
    }

    private static void AssertTaken(string json)
    {
        var written = Append(json).Written;
        Assert.True(EventReader.TryRead(Encoding.UTF8.GetBytes(written), ReceivedAt, MaxAge, out _, out var fault), fault?.ToString());
    }

    private static (string Written, Guid EventId) Append(string json)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(
            EventReader.TryAppend(Encoding.UTF8.GetBytes(json), ReceivedAt, MaxAge, output, out var taken, out var fault), fault?.ToString());
        return (Encoding.UTF8.GetString(output.WrittenSpan), taken.EventId);
    }

    private static Event Read(string json)
    {
        Assert.True(EventReader.TryRead(Encoding.UTF8.GetBytes(json), ReceivedAt, MaxAge, out var evt, out var fault), fault?.ToString());
        return evt;
    }

    // Events compare the memory that holds the metadata, not what is in it.
    private static (Event Others, string Metadata) Fields(Event evt) =>
        (evt with { Metadata = default }, Encoding.UTF8.GetString(evt.Metadata.Span));

    private static string Valid() => Json([]);

    private static string Without(string field) => Json(new() { [field] = null });

    private static string With(string field, string value) => Json(new() { [field] = value });

    private static string Json(Dictionary<string, string?> changes)
    {
        var fields = new Dictionary<string, string?>
        {
            ["userId"] = "\"u-1\"", ["sessionId"] = "\"s-1\"", ["eventType"] = "\"PAGE_VIEW\"", ["page"] = "\"/home\"",
        };
        foreach (var (field, value) in changes)
        {
            fields[field] = value;
        }

        return "{" + string.Join(',', fields.Where(field => field.Value is not null).Select(field => $"\"{field.Key}\":{field.Value}")) + "}";
    }

    private static string Text(char character, int length) => $"\"{new string(character, length)}\"";

    private static string Metadata(int bytes) => $$"""{"a":"{{new string('x', bytes - 8)}}"}""";

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);

    private static string TimeFault(int length) =>
        $"timestamp: must be an ISO 8601 date and time with Z or ±hh:mm (got {length} characters)";
}
