using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Api.Tests.Security;
using Pipeline.Core.Audit;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Api.Tests.Audit;

public sealed class AuditTests : IAsyncDisposable
{
    private const string Rebuild = "/api/ops/rollups/rebuild";

    private readonly ClosedApi _api = new();
    private readonly InMemoryAuditLog _log = new();
    private readonly Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program> _host;

    public AuditTests() => _host = _api.WithWebHostBuilder(builder => builder.ConfigureTestServices(
        services => services.Replace(ServiceDescriptor.Singleton<IAuditLog>(_log))));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Change_OfAnOperator_IsRecordedWithItsResult()
    {
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(ClosedApi.OperatorKey, Rebuild, "{}"));

        var entry = Assert.Single(await EntriesAsync(1));
        Assert.Equal(("key:robot", "RebuildRollups", Rebuild), (entry.Who, entry.What, entry.Target));
        Assert.StartsWith("202 /api/ops/runs/", entry.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_RefusedToSomebodyKnown_IsRecordedToo()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(ClosedApi.ReaderKey, Rebuild, "{}"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(ClosedApi.OperatorKey, Rebuild, "["));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("pk_unknown", Rebuild, "{}"));

        Assert.Equal([("key:reports", "403"), ("key:robot", "400")], (await EntriesAsync(2)).Select(entry => (entry.Who, entry.Result)));
    }

    [Fact]
    public async Task Read_OfAnOperator_IsNotRecorded()
    {
        using var read = await Client(ClosedApi.OperatorKey).GetAsync("/api/ops/runs", Token);
        await PostAsync(ClosedApi.OperatorKey, Rebuild, "{}");

        Assert.Equal(["RebuildRollups"], (await EntriesAsync(1)).Select(entry => entry.What));
    }

    [Fact]
    public async Task Command_OfTheDashboard_IsRecorded()
    {
        await PostAsync(ClosedApi.OperatorKey, "/hangfire/recurring/trigger", "");
        await PostAsync(ClosedApi.OperatorKey, "/hangfire/stats", "");
        await PostAsync(ClosedApi.OperatorKey, Rebuild, "{}");

        Assert.Equal(["POST /hangfire/recurring/trigger", "RebuildRollups"], (await EntriesAsync(2)).Select(entry => entry.What));
    }

    [Fact]
    public async Task SignIn_FailedAndRight_IsRecordedWithoutWhatWasTyped()
    {
        var client = Client(null);
        await client.PostAsJsonAsync("/api/sign-in", new { name = "olaf", password = "wrong password" }, Token);
        await client.PostAsJsonAsync("/api/sign-in", new { name = "a password in the wrong field", password = "x" }, Token);
        await client.PostAsJsonAsync("/api/sign-in", new { name = "OLAF", password = ClosedApi.Password }, Token);

        Assert.Equal(
            [("olaf", "SignIn", "401"), ("(unknown)", "SignIn", "401"), ("olaf", "SignIn", "200")],
            _log.Entries.Select(entry => (entry.Who, entry.What, entry.Result)));
    }

    [Fact]
    public async Task Change_AuditLogAway_IsAnsweredAllTheSame()
    {
        _log.Failure = new TransientStorageException("The store is away.");

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(ClosedApi.OperatorKey, Rebuild, "{}"));
    }

    [Fact]
    public async Task GetAuditLog_FiltersAndPages()
    {
        for (var minute = 0; minute < 3; minute++)
        {
            await _log.AppendAsync(AuditEntry.Create(
                new DateTimeOffset(2026, 3, 11, 11, minute, 0, TimeSpan.Zero), "olaf", $"Do{minute}", "/x", "192.0.2.1", "204"), Token);
        }

        var first = await GetAsync("/api/ops/audit?limit=2&who=olaf");
        var next = first.GetProperty("next").GetString();
        var second = await GetAsync($"/api/ops/audit?limit=2&who=olaf&cursor={next}");

        Assert.Equal(["Do2", "Do1"], Actions(first));
        Assert.Equal(["Do0"], Actions(second));
        Assert.False(second.TryGetProperty("next", out _));
        Assert.Equal(["Do1"], Actions(await GetAsync("/api/ops/audit?what=Do1")));
        Assert.Equal(["Do2"], Actions(await GetAsync("/api/ops/audit?from=2026-03-11T11:01:30Z&to=2026-03-11T11:02:00Z")));
        var entry = second.GetProperty("data")[0];
        Assert.Equal(
            ["id", "at", "who", "what", "target", "from", "result"], entry.EnumerateObject().Select(member => member.Name));
        Assert.Equal("2026-03-11T11:00:00.000Z", entry.GetProperty("at").GetString());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("cursor=x")]
    [InlineData("from=2026-03-11")]
    [InlineData("from=yesterday&to=today")]
    public async Task GetAuditLog_BadParameters_Are400(string query)
    {
        using var response = await Client(ClosedApi.OperatorKey).GetAsync($"/api/ops/audit?{query}", Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static IEnumerable<string?> Actions(JsonElement page) =>
        page.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("what").GetString());

    private HttpClient Client(string? key)
    {
        var client = _host.CreateClient(new() { HandleCookies = false });
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private async Task<HttpStatusCode> PostAsync(string key, string address, string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await Client(key).PostAsync(address, content, Token);
        return response.StatusCode;
    }

    private Task<JsonElement> GetAsync(string address) => Client(ClosedApi.OperatorKey).GetFromJsonAsync<JsonElement>(address, Token);

    /// <summary>Entries are written when the answer is complete, which a client may notice first.</summary>
    private async Task<IReadOnlyList<AuditEntry>> EntriesAsync(int count)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        while (_log.Entries.Count < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        }

        return _log.Entries;
    }
}
