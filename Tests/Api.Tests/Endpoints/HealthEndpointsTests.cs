using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Api.Tests.Fakes;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class HealthEndpointsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly HttpClient _client = host.CreateClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/health/ready")]
    public async Task Get_AllIsWell_IsOk(string address)
    {
        host.Queue.Reset();

        var health = JsonNode.Parse(await _client.GetStringAsync(address, Token))!;

        Assert.Equal("ok", health["status"]!.GetValue<string>());
        Assert.Equal("pipeline-api", health["service"]!.GetValue<string>());
        Assert.Equal(TimeSpan.Zero, health["timestamp"]!.GetValue<DateTimeOffset>().Offset);
    }

    [Fact]
    public async Task GetReady_QueueDown_NamesTheQueue()
    {
        host.Queue.StatusFailure = new TransientStorageException("secret");
        using var response = await _client.GetAsync("/api/health/ready", Token);
        host.Queue.Reset();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(
            """{"message":"Not ready: queue","status":503,"errors":["queue"]}""", await response.Content.ReadAsStringAsync(Token));
    }
}
