using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Api.Tests.Fakes;
using Xunit;

namespace Pipeline.Api.Tests.Hosting;

public sealed class FrameTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string RequestId = "X-Request-Id";

    private readonly HttpClient _client = host.CreateClient(new() { AllowAutoRedirect = false });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/api/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/events", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/health", HttpStatusCode.MethodNotAllowed)]
    public async Task Request_NoSuchEndpoint_IsAnsweredInTheErrorShape(string method, string address, HttpStatusCode expected)
    {
        using var response = await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), address), Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!.AsObject();
        Assert.Equal(["message", "status"], error.Select(member => member.Key));
        Assert.Equal((int)expected, error["status"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/nothing")]
    public async Task Request_WithAnId_IsAnsweredWithIt(string address) =>
        Assert.Equal("client-1:a.b_c", await GetIdAsync(address, "client-1:a.b_c"));

    [Fact]
    public async Task Request_FailsWithAnId_IsAnsweredWithIt()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/events") { Content = new StringContent("{}") };
        request.Headers.Add(RequestId, "client-2");
        using var response = await _client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("client-2", Assert.Single(response.Headers.GetValues(RequestId)));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("<script>")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Request_WithoutHarmlessId_GetsOne(string? sent)
    {
        var id = await GetIdAsync("/api/health", sent);

        Assert.NotEmpty(id);
        Assert.NotEqual(sent, id);
    }

    [Fact]
    public async Task Request_IdTooLong_GetsAnother() =>
        Assert.InRange((await GetIdAsync("/api/health", new string('x', 129))).Length, 1, 128);

    [Fact]
    public async Task Root_RedirectsToTheDocs()
    {
        using var response = await _client.GetAsync("/", Token);

        Assert.Equal((HttpStatusCode.Redirect, "/api/docs"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Docs_LoadNothingFromElsewhere()
    {
        var page = await _client.GetStringAsync("/api/docs/", Token);

        Assert.Contains("openapi.json", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//cdn", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_DescribesTheRawBodies()
    {
        var paths = JsonNode.Parse(await _client.GetStringAsync("/api/openapi.json", Token))!["paths"]!;

        var batch = paths["/api/events/batch"]!["post"]!;
        Assert.Equal(["application/json", "application/x-ndjson"], batch["requestBody"]!["content"]!.AsObject().Select(type => type.Key));
        Assert.NotNull(batch["requestBody"]!["content"]!["application/json"]!["example"]);
        Assert.Equal(["202", "400", "401", "403", "408", "413", "415", "429", "503"], batch["responses"]!.AsObject().Select(answer => answer.Key).Order());
        var single = paths["/api/events"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
        Assert.Contains("userId", single["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.NotNull(paths["/api/users/{userId}"]!["put"]!["requestBody"]);
    }

    [Fact]
    public async Task OpenApi_DescribesWhatTypesDontSay()
    {
        var document = JsonNode.Parse(await _client.GetStringAsync("/api/openapi.json", Token))!;
        var parameters = document["paths"]!["/api/analytics/traffic"]!["get"]!["parameters"]!.AsArray()
            .ToDictionary(parameter => (string)parameter!["name"]!, parameter => parameter!["schema"]!);
        var schemas = document["components"]!["schemas"]!;

        Assert.Equal("integer", (string?)parameters["limit"]["type"]);
        Assert.Equal("date", (string?)parameters["from"]["format"]);
        Assert.Contains("last_7_days", parameters["period"]["enum"]!.AsArray().Select(period => (string?)period));
        Assert.Equal(("string", "date-time"), TypeAndFormat(schemas["DayOrders"]!["properties"]!["date"]!));
        Assert.Equal(("[null,string]", "date-time"), TypeAndFormat(schemas["Freshness"]!["properties"]!["completeThrough"]!));
        Assert.Equal(["completeThrough"], schemas["Freshness"]!["required"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(("integer", "int64"), TypeAndFormat(schemas["DayOrders"]!["properties"]!["orders"]!));
        Assert.Equal(("[null,object]", null), TypeAndFormat(schemas["JourneyEvent"]!["properties"]!["metadata"]!));
        Assert.Equal(("[null,object]", null), TypeAndFormat(schemas["UserSummary"]!["properties"]!["metadata"]!));
        Assert.Equal("string", (string?)schemas["RunState"]!["type"]);
        Assert.DoesNotContain("\"null\"", schemas["DataResponseOfTrafficReport"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/nothing")]
    [InlineData("/api/docs/")]
    [InlineData("/hangfire")]
    public async Task Answer_Any_CarriesTheHeadersThatBindBrowsers(string address)
    {
        using var response = await _client.GetAsync(address, Token);

        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("script-src[^;]*'unsafe", policy);
    }

    [Fact]
    public async Task Docs_InlineScript_IsAllowedByItsHash()
    {
        using var response = await _client.GetAsync("/api/docs/", Token);

        var script = Regex.Match(await response.Content.ReadAsStringAsync(Token), "<script type=\"module\">(.+?)</script>", RegexOptions.Singleline);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups[1].Value)));
        Assert.Contains($"'sha256-{hash}'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:5173", true)]
    [InlineData("http://127.0.0.1:3000", true)]
    [InlineData("https://[::1]", true)]
    [InlineData("https://attacker.example", false)]
    [InlineData("http://localhost.attacker.example", false)]
    [InlineData("null", false)]
    public async Task Preflight_OfAnOrigin_IsAnsweredForLoopbackOnly(string origin, bool allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/events");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-request-id,authorization");
        using var response = await _client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(allowed ? [origin] : [], Values(response, "Access-Control-Allow-Origin"));
        Assert.Equal(allowed ? ["GET,POST,PUT,DELETE"] : [], Values(response, "Access-Control-Allow-Methods"));
        Assert.Equal(allowed ? ["content-type,authorization,x-api-key,x-request-id"] : [], Values(response, "Access-Control-Allow-Headers").Select(names => names.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("/api/health", HttpStatusCode.OK)]
    [InlineData("/api/analytics/traffic", HttpStatusCode.BadRequest)]
    public async Task Request_FromAnAllowedOrigin_MayReadAnswerAndRequestId(string address, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Origin", "http://localhost:5173");
        using var response = await _client.SendAsync(request, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(["http://localhost:5173"], Values(response, "Access-Control-Allow-Origin"));
        Assert.Contains(RequestId, Assert.Single(Values(response, "Access-Control-Expose-Headers")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/health", HttpStatusCode.OK)]
    [InlineData("/api/docs/", HttpStatusCode.OK)]
    [InlineData("/api/openapi.json", HttpStatusCode.OK)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/events", HttpStatusCode.MethodNotAllowed)]
    public async Task Head_OfAnAddress_IsAnsweredAsGetWithoutBody(string address, HttpStatusCode expected)
    {
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), Token);
        using var get = await _client.GetAsync(address, Token);

        Assert.Equal((expected, expected), (head.StatusCode, get.StatusCode));
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task OtherHostName_IsRefusedInTheErrorShape()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/health");
        request.Headers.Host = "attacker.example";
        using var response = await _client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!.AsObject();
        Assert.Equal((400, "This server does not answer to this host name, or the request is malformed."), ((int)error["status"]!, (string?)error["message"]));
        Assert.Single(response.Headers.GetValues(RequestId));
    }

    private static IEnumerable<string> Values(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values : [];

    private static (string Type, string? Format) TypeAndFormat(JsonNode schema) =>
        (schema["type"]!.ToJsonString().Replace("\"", "", StringComparison.Ordinal), (string?)schema["format"]);

    private async Task<string> GetIdAsync(string address, string? sent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (sent is not null)
        {
            request.Headers.TryAddWithoutValidation(RequestId, sent);
        }

        using var response = await _client.SendAsync(request, Token);
        return Assert.Single(response.Headers.GetValues(RequestId));
    }
}
