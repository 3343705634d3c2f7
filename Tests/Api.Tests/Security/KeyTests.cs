using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Pipeline.Api.Security;
using Xunit;

namespace Pipeline.Api.Tests.Security;

/// <param name="api">For tests that change no setting; the others have their own.</param>
public sealed class KeyTests(ClosedApi api) : IClassFixture<ClosedApi>
{
    private const string Event = """{"userId":"u","sessionId":"s","eventType":"PAGE_VIEW","page":"/"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_IngestKeyInEitherHeader_IsTaken()
    {
        var before = api.Queue.Items.Count;
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(api.Client(ClosedApi.IngestKey)));
        var client = api.Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", ClosedApi.IngestKey);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(client));
        Assert.Equal(before + 2, api.Queue.Items.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("pk_unknown")]
    [InlineData("")]
    public async Task Post_NoValidKey_Is401InTheErrorShape(string? key)
    {
        var before = api.Queue.Items.Count;
        using var response = await api.Client(key).PostAsync("/api/events", JsonBody(), Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(401, JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["status"]!.GetValue<int>());
        Assert.Equal(before, api.Queue.Items.Count);
    }

    [Fact]
    public async Task Post_KeyWithAnotherRole_Is403()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(api.Client(ClosedApi.ReaderKey)));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(api.Client(ClosedApi.OperatorKey)));
    }

    [Theory]
    [InlineData(ClosedApi.Shop, HttpStatusCode.Accepted)]
    [InlineData("https://attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task Post_BrowserKey_WorksForItsOriginOnly(string? origin, HttpStatusCode expected)
    {
        Assert.Equal(expected, await PostAsync(api.Client(ClosedApi.BrowserKey, origin)));
        Assert.Equal(expected, await PostAsync(api.Client(origin: origin), $"/api/events?key={ClosedApi.BrowserKey}"));
    }

    [Fact]
    public async Task Post_KeyOfAServerInTheAddress_Is401() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(api.Client(), $"/api/events?key={ClosedApi.IngestKey}"));

    [Fact]
    public async Task Preflight_OriginOfABrowserKey_IsAllowed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/events/batch?key=x");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type");

        using var response = await api.Client(origin: ClosedApi.Shop).SendAsync(request, Token);

        Assert.Equal(ClosedApi.Shop, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Post_RateOfTheKeyUsedUp_Is429WithRetryAfter()
    {
        await using var own = new ClosedApi();
        own.SetKey("slow", $"ingest {AccessKey.WriteHash("pk_slow")} rate=1");
        var client = own.Client("pk_slow");

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add(await client.PostAsync("/api/events", JsonBody(), Token));
        }

        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.Accepted, answers[0].StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(own.Client(ClosedApi.IngestKey)));
    }

    [Fact]
    public async Task Change_RevokedReplacedAndUnreadableKeys_CountAtOnce()
    {
        await using var own = new ClosedApi();
        var client = own.Client(ClosedApi.IngestKey);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(client));

        own.Change("Api:Access:Keys:shop", $"ingest {AccessKey.WriteHash("pk_next")}");
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(own.Client("pk_next")));

        own.Change("Api:Access:Keys:shop", "nonsense");
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(own.Client("pk_next")));
    }

    [Fact]
    public async Task OpenApi_RequestOfAProxy_IsNotTakenForALocalOne()
    {
        await using var open = new Fakes.ApiHost();
        var client = open.CreateClient();
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(client));

        client.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.1");
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client));
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string address = "/api/events")
    {
        using var response = await client.PostAsync(address, JsonBody(), Token);
        return response.StatusCode;
    }

    private static StringContent JsonBody() => new(Event, new MediaTypeHeaderValue("application/json"));
}
