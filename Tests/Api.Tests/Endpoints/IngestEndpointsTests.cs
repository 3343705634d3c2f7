using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Api.Tests.Fakes;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class IngestEndpointsTests : IClassFixture<ApiHost>
{
    private const string Batch = "/api/events/batch";
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";
    private const string Event = """{"userId":"u","sessionId":"s","eventType":"PAGE_VIEW","page":"/"}""";
    private const string Bad = """{"userId":"u","sessionId":"s","eventType":"PAGE_VIEW"}""";
    private const string BadReason = "page: is required";

    private readonly HttpClient _client;
    private readonly RecordingQueue _queue;

    public IngestEndpointsTests(ApiHost host)
    {
        _client = host.CreateClient();
        _queue = host.Queue;
        _queue.Reset();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostEvent_Valid_IsInTheQueueWithTheAnsweredId()
    {
        var answer = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Post, "/api/events", Event);

        var id = answer["data"]!["eventId"]!.GetValue<Guid>();
        Assert.Contains($"\"eventId\":\"{id}\"", Assert.Single(_queue.Items), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostEvent_Invalid_IsRefusedWithTheRule()
    {
        var answer = await SendAsync(HttpStatusCode.BadRequest, HttpMethod.Post, "/api/events", Bad);

        AssertError(answer, 400, BadReason);
        Assert.Empty(_queue.Items);
    }

    [Fact]
    public async Task PostEvent_TooLarge_Is413()
    {
        var answer = await SendAsync(
            HttpStatusCode.RequestEntityTooLarge, HttpMethod.Post, "/api/events", Event + new string(' ', 32_768));

        AssertError(answer, 413, "body: must be at most 32768 bytes");
    }

    [Fact]
    public async Task PostEvent_QueueDown_Is503WithRetryAfter()
    {
        _queue.Failure = new TransientStorageException("secret detail");
        using var response = await _client.PostAsync("/api/events", Content(Event, Json), Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostEvent_QueueFailsForGood_Is500WithoutDetails()
    {
        _queue.Failure = new InvalidDataException("secret detail");
        var answer = await SendAsync(HttpStatusCode.InternalServerError, HttpMethod.Post, "/api/events", Event);

        AssertError(answer, 500, "Something went wrong here. The request id tells us what.");
    }

    [Theory]
    [InlineData($"[{Event},{Bad},{Event}]", Json)]
    [InlineData($$"""{"source":[{"a":1}],"events":[{{Event}},{{Bad}},{{Event}}],"more":null}""", Json)]
    [InlineData($"\uFEFF[{Event},{Bad},{Event}]", "application/json; charset=UTF-8")]
    [InlineData($"{Event}\n\n{Bad}\r\n  \n{Event}", Lines)]
    [InlineData($"{Event}\n{Bad}\n{Event}\n", "application/ndjson")]
    [InlineData($"{Event}\n{Bad}\n{Event}\n", "application/jsonl; charset=\"utf-8\"")]
    public async Task PostBatch_SomeBad_StoresTheGoodAndReportsTheBadByIndex(string body, string type)
    {
        var answer = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Post, Batch, body, type);

        Assert.Equal(
            $$$"""{"data":{"accepted":2,"rejected":[{"index":1,"reason":"{{{BadReason}}}"}]}}""", answer.ToJsonString());
        Assert.Equal(2, _queue.Items.Count);
    }

    [Theory]
    [InlineData("""{"amount":1e16}""", "metadata.amount: is kept, but left out of the sums: it is beyond ±1e15 (got 4 characters)")]
    [InlineData("""{"quantity":-1000000000000001,"amount":2}""", "metadata.quantity: is kept, but left out of the sums: it is beyond ±1e15 (got 17 characters)")]
    [InlineData("""{"amount":1000000000000000,"other":1e99,"a":{"amount":1e99}}""", null)]
    [InlineData("""{"amount":"1e99"}""", null)]
    public async Task PostEvents_NumberThatCannotBeCounted_IsTakenWithAWarning(string metadata, string? warning)
    {
        var large = Event[..^1] + $",\"metadata\":{metadata}}}";

        var one = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Post, "/api/events", large);
        var many = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Post, Batch, $"[{Event},{large}]");

        Assert.Equal(warning, one["data"]!["warning"]?.GetValue<string>());
        Assert.Equal(2, many["data"]!["accepted"]!.GetValue<int>());
        Assert.Equal(warning is null ? null : 1, many["data"]!["warnings"]?[0]!["index"]!.GetValue<int>());
        Assert.Equal(warning, many["data"]!["warnings"]?[0]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task PostBatch_LineThatIsNotJson_RejectsThatLine()
    {
        var answer = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Post, Batch, $"{Event}\nnonsense\n[\n{Event}", Lines);

        Assert.Equal(2, answer["data"]!["accepted"]!.GetValue<int>());
        Assert.Equal([1, 2], answer["data"]!["rejected"]!.AsArray().Select(rejected => rejected!["index"]!.GetValue<int>()));
    }

    [Fact]
    public async Task PostBatch_OneEventNestedDeeply_RejectsThatEvent()
    {
        var deep = Event[..^1] + ",\"metadata\":{\"a\":" + new string('[', 2_000) + new string(']', 2_000) + "}}";

        var answer = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Post, Batch, $"[{deep},{Event}]");

        Assert.Equal(
            """[{"index":0,"reason":"metadata: must be at most 5 levels deep (got 2001 levels)"}]""",
            answer["data"]!["rejected"]!.ToJsonString());
        Assert.Single(_queue.Items);
    }

    [Fact]
    public async Task PostBatch_EmptyArray_AcceptsNothing()
    {
        var answer = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Post, Batch, "[]");

        Assert.Equal("""{"data":{"accepted":0,"rejected":[]}}""", answer.ToJsonString());
        Assert.Equal(0, _queue.Attempts);
    }

    [Theory]
    [InlineData("", Json)]
    [InlineData("", Lines)]
    [InlineData("\n \r\n", Lines)]
    [InlineData($"[{Event},", Json)]
    [InlineData($"[{Event}] []", Json)]
    [InlineData($"[{Event}", Json)]
    [InlineData(Event, Json)]
    [InlineData("17", Json)]
    [InlineData("null", Json)]
    [InlineData("""{"events":{}}""", Json)]
    [InlineData($$"""{"events":[{{Event}}],"events":[]}""", Json)]
    public async Task PostBatch_Unreadable_Is400AndStoresNothing(string body, string type)
    {
        var answer = await SendAsync(HttpStatusCode.BadRequest, HttpMethod.Post, Batch, body, type);

        Assert.StartsWith("body: must ", answer["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(0, _queue.Attempts);
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Lines)]
    public async Task PostBatch_InvalidUtf8_Is400(string type)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes($"[{Event}]"), 0xFF];

        var answer = await SendAsync(HttpStatusCode.BadRequest, HttpMethod.Post, Batch, Bytes(body, type));

        AssertError(answer, 400, "body: must be valid UTF-8");
    }

    [Theory]
    [InlineData(1_000, HttpStatusCode.Accepted)]
    [InlineData(1_001, HttpStatusCode.RequestEntityTooLarge)]
    public async Task PostBatch_AroundTheLimitOfEvents_TakesAThousand(int count, HttpStatusCode expected)
    {
        await SendAsync(expected, HttpMethod.Post, Batch, $"[{string.Join(',', Enumerable.Repeat(Event, count))}]");
        await SendAsync(expected, HttpMethod.Post, Batch, string.Join('\n', Enumerable.Repeat(Event, count)), Lines);

        Assert.Equal(expected == HttpStatusCode.Accepted ? 2 * count : 0, _queue.Items.Count);
    }

    [Theory]
    [InlineData(0, HttpStatusCode.Accepted)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task PostBatch_AroundTheLimitOfBytes_TakesAMebibyte(int beyond, HttpStatusCode expected) =>
        await SendAsync(expected, HttpMethod.Post, Batch, $"[{Event}]".PadRight(1_024 * 1_024 + beyond));

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task PostBatch_Encoded_IsDecoded(string encoding)
    {
        var body = Encoded(Encoding.UTF8.GetBytes($"[{Event},{Event}]"), encoding);

        var answer = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Post, Batch, Bytes(body, Json, encoding));

        Assert.Equal(2, answer["data"]!["accepted"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task PostBatch_Bomb_Is413(string encoding)
    {
        var bomb = Encoded(new byte[50_000_000], encoding);

        var answer = await SendAsync(HttpStatusCode.RequestEntityTooLarge, HttpMethod.Post, Batch, Bytes(bomb, Json, encoding));

        AssertError(answer, 413, "body: must be at most 1048576 bytes");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task PostBatch_CorruptOrCutOffEncoding_Is400(string encoding)
    {
        var lines = string.Concat(Enumerable.Range(0, 500).Select(n => Event.Replace("\"u\"", $"\"{n}\"", StringComparison.Ordinal) + "\n"));
        var body = Encoded(Encoding.UTF8.GetBytes(lines), encoding);

        await SendAsync(HttpStatusCode.BadRequest, HttpMethod.Post, Batch, Bytes(body[..(body.Length / 2)], Lines, encoding));
        await SendAsync(
            HttpStatusCode.BadRequest, HttpMethod.Post, Batch, Bytes(Encoding.UTF8.GetBytes("\xFF\xFF no code"), Lines, encoding));

        Assert.Equal(0, _queue.Attempts);
    }

    [Theory]
    [InlineData("gzip", 1)]
    [InlineData("gzip", 2)]
    [InlineData("gzip", 9_000)]
    [InlineData("br", 1)]
    [InlineData("br", 9_000)]
    [InlineData("deflate", 1)]
    [InlineData("deflate", 9_000)]
    public async Task PostBatch_SomethingBehindTheCompressedData_Is400AndNothingIsTaken(string encoding, int count)
    {
        foreach (var junk in new byte[] { 0, 7, 0x1F })
        {
            byte[] body = [.. Encoded(Encoding.UTF8.GetBytes($"[{Event}]"), encoding), .. Enumerable.Repeat(junk, count)];

            await SendAsync(HttpStatusCode.BadRequest, HttpMethod.Post, Batch, Bytes(body, Json, encoding));
        }

        Assert.Equal(0, _queue.Attempts);
    }

    [Fact]
    public async Task PostBatch_SecondGzipMember_IsReadWhenWholeAndRefusedWhenDamaged()
    {
        var first = Encoded(Encoding.UTF8.GetBytes($"{Event}\n"), "gzip");
        var second = Encoded(Encoding.UTF8.GetBytes($"{Event}\n"), "gzip");

        var answer = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Post, Batch, Bytes([.. first, .. second], Lines, "gzip"));
        Assert.Equal(2, answer["data"]!["accepted"]!.GetValue<int>());

        for (var damaged = 0; damaged < second.Length; damaged++)
        {
            byte[] body = [.. first, .. second];
            body[first.Length + damaged] ^= 0x40;
            using var response = await _client.PostAsync(new Uri(Batch, UriKind.Relative), Bytes(body, Lines, "gzip"), Token);

            // Time, flags and operating system of a member's header carry no data.
            Assert.True(
                response.StatusCode == HttpStatusCode.BadRequest || damaged is >= 3 and <= 9, $"byte {damaged}: {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/xml", null)]
    [InlineData("application/json; charset=iso-8859-1", null)]
    [InlineData(null, null)]
    [InlineData(Json, "zstd")]
    [InlineData(Json, "gzip, gzip")]
    public async Task Post_TypeOrEncodingNotKnown_Is415(string? type, string? encoding)
    {
        foreach (var address in new[] { "/api/events", Batch })
        {
            var answer = await SendAsync(
                HttpStatusCode.UnsupportedMediaType, HttpMethod.Post, address, Bytes(Encoding.UTF8.GetBytes(Event), type, encoding));
            Assert.Equal(415, answer["status"]!.GetValue<int>());
        }
    }

    [Fact]
    public async Task PutUser_Valid_IsInTheQueueAsAProfile()
    {
        var answer = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Put, "/api/users/zo%C3%AB%20a", """{"fname":"Zoë","age":34}""");

        Assert.Equal("zoë a", answer["data"]!["userId"]!.GetValue<string>());
        var item = Assert.Single(_queue.Envelopes.SelectMany(envelope => envelope.Items));
        Assert.Equal(EnvelopeItemKind.Profile, item.Kind);
        Assert.Equal("zoë a", JsonDocument.Parse(item.Json).RootElement.GetProperty("userId").GetString());
    }

    [Fact]
    public async Task PutUser_IdWithAnEscapedSlash_IsTakenAsTheClientMeantIt()
    {
        var answer = await SendAsync(HttpStatusCode.Accepted, HttpMethod.Put, "/api/users/a%2Fb", "{}");

        Assert.Equal("a/b", answer["data"]!["userId"]!.GetValue<string>());
        Assert.Equal("a/b", JsonNode.Parse(Assert.Single(_queue.Items))!["userId"]!.GetValue<string>());
    }

    [Fact]
    public async Task PutUser_Invalid_IsRefusedWithTheRule()
    {
        AssertError(
            await SendAsync(HttpStatusCode.BadRequest, HttpMethod.Put, "/api/users/u", """{"age":151}"""),
            400,
            "age: must be a whole number from 0 to 150");
        AssertError(
            await SendAsync(HttpStatusCode.BadRequest, HttpMethod.Put, "/api/users/" + new string('u', 129), "{}"),
            400,
            "userId: must be 1 to 128 characters (got 129 characters)");
    }

    private Task<JsonNode> SendAsync(HttpStatusCode expected, HttpMethod method, string address, string body, string type = Json) =>
        SendAsync(expected, method, address, Content(body, type));

    private async Task<JsonNode> SendAsync(HttpStatusCode expected, HttpMethod method, string address, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        using var response = await _client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(expected == response.StatusCode, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static void AssertError(JsonNode answer, int status, string message) =>
        Assert.Equal((status, message), (answer["status"]!.GetValue<int>(), answer["message"]!.GetValue<string>()));

    private static ByteArrayContent Content(string body, string type) => Bytes(Encoding.UTF8.GetBytes(body), type);

    private static ByteArrayContent Bytes(byte[] body, string? type, string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        return content;
    }

    private static byte[] Encoded(byte[] body, string encoding)
    {
        using var target = new MemoryStream();
        using (Stream encoder = encoding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Fastest),
            "br" => new BrotliStream(target, CompressionLevel.Fastest),
            _ => new ZLibStream(target, CompressionLevel.Fastest),
        })
        {
            encoder.Write(body);
        }

        return target.ToArray();
    }
}
