using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Api.Tests.Endpoints;
using Pipeline.Api.Tests.Fakes;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Api.Tests.Limits;

public sealed class SharesTests : IAsyncDisposable
{
    private const string Event = """{"userId":"u","sessionId":"s","eventType":"PAGE_VIEW","page":"/"}""";

    private static readonly Uri Runs = new("/api/ops/runs", UriKind.Relative);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ReadApi _api = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Read_ShareTakenAndNobodyMayWait_Is429AndOtherKindsGoOn()
    {
        _api.Settings["Api:Limits:Operations"] = "1";
        _api.Settings["Api:Limits:Waiting"] = "0";
        var (started, release) = HoldRuns();
        var client = await _api.ClientAsync();
        var first = client.GetAsync(Runs, Token);
        await started.Task.WaitAsync(Deadline, Token);

        await AssertErrorAsync(await client.GetAsync(Runs, Token), HttpStatusCode.TooManyRequests, retryAfter: true);
        await _api.GetAsync("/api/analytics/traffic?period=today");
        await _api.GetAsync("/api/users/search");

        release.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        await _api.GetAsync("/api/ops/runs");
    }

    [Fact]
    public async Task Read_WaitsForItsTurnTooLong_Is429()
    {
        _api.Settings["Api:Limits:Operations"] = "1";
        _api.Settings["Api:Limits:MaxWait"] = "00:00:03";
        var (started, release) = HoldRuns();
        var client = await _api.ClientAsync();
        var first = client.GetAsync(Runs, Token);
        await started.Task.WaitAsync(Deadline, Token);

        var second = client.GetAsync(Runs, Token);
        while (!second.IsCompleted)
        {
            Assert.False(first.IsCompleted);
            _api.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await AssertErrorAsync(await second, HttpStatusCode.TooManyRequests, retryAfter: true);
        var third = client.GetAsync(Runs, Token);
        release.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await third).StatusCode);
    }

    [Fact]
    public async Task Read_TakesTooLong_IsStoppedAndAnswered503()
    {
        _api.Settings["Api:Limits:ReadTimeout"] = "00:00:00.100";
        _api.Runs.BeforeListing = WaitForEndAsync;

        await AssertErrorAsync(
            await (await _api.ClientAsync()).GetAsync(Runs, Token), HttpStatusCode.ServiceUnavailable, retryAfter: true);
    }

    [Fact]
    public async Task Read_ClientGoes_IsStopped()
    {
        var started = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        _api.Runs.BeforeListing = token =>
        {
            started.SetResult(token);
            return WaitForEndAsync(token);
        };
        using var client = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var request = (await _api.ClientAsync()).GetAsync(Runs, client.Token);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = (await started.Task.WaitAsync(Deadline, Token)).Register(ended.SetResult);

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await ended.Task.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task Read_AnyKind_TellsTheStoresWhoseItIsAndHowLongItMayTake()
    {
        _api.Settings["Api:Limits:ReadTimeout"] = "00:00:07";
        StoreWork? seen = null;
        _api.Runs.BeforeListing = _ =>
        {
            seen = StoreWork.Current;
            return Task.CompletedTask;
        };

        await _api.GetAsync("/api/ops/runs");

        Assert.Equal(new StoreWork(WorkKind.Operations, TimeSpan.FromSeconds(7)), seen);
        Assert.Equal(new StoreWork(WorkKind.Pipeline), StoreWork.Current);
    }

    [Fact]
    public async Task Upload_BatchesTaken_Is429WhileSingleEventsAndHealthGoOn()
    {
        await using var host = new ApiHost();
        await using var api = host.WithWebHostBuilder(builder => builder
            .UseSetting("Api:Limits:Batches", "1").UseSetting("Api:Limits:Waiting", "0"));
        var client = api.CreateClient();
        host.Queue.Hold();
        var first = PostAsync(client, "/api/events/batch", $"[{Event}]");
        await host.Queue.WaitForAttemptsAsync(1, Token);

        await AssertErrorAsync(await PostAsync(client, "/api/events/batch", $"[{Event}]"), HttpStatusCode.TooManyRequests, retryAfter: true);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(client, "/api/events", "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/api/health", UriKind.Relative), Token)).StatusCode);

        host.Queue.Release();
        Assert.Equal(HttpStatusCode.Accepted, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(client, "/api/events/batch", $"[{Event}]")).StatusCode);
    }

    [Fact]
    public async Task Upload_ArrivesTooSlowly_Is408()
    {
        await using var host = new ApiHost();
        await using var api = host.WithWebHostBuilder(builder => builder.UseSetting("Api:Limits:UploadTimeout", "00:00:00.100"));
        using var slow = new UnfinishedContent("{");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/events") { Content = slow };

        // A client that follows redirects would read the body to its end first.
        using var answer = await api.CreateClient(new() { AllowAutoRedirect = false }).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

        slow.Finish("");
        await AssertErrorAsync(answer, HttpStatusCode.RequestTimeout, retryAfter: false);
    }

    [Fact]
    public async Task Server_Always_LimitsItsConnections()
    {
        await using var host = new ApiHost();
        await using var api = host.WithWebHostBuilder(builder => builder.UseSetting("Api:Limits:Connections", "77"));

        Assert.Equal(77, api.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxConcurrentConnections);
    }

    private static Task WaitForEndAsync(CancellationToken token) => Task.Delay(Timeout.Infinite, token);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string url, string json) => client.PostAsync(
        new Uri(url, UriKind.Relative), new StringContent(json, new MediaTypeHeaderValue("application/json")), Token);

    private static async Task AssertErrorAsync(HttpResponseMessage answer, HttpStatusCode status, bool retryAfter)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(retryAfter, answer.Headers.RetryAfter is not null);
        var error = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(["message", "status"], error.EnumerateObject().Select(member => member.Name));
        Assert.Equal((int)status, error.GetProperty("status").GetInt32());
    }

    private (TaskCompletionSource Started, TaskCompletionSource Release) HoldRuns()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _api.Runs.BeforeListing = _ =>
        {
            started.TrySetResult();
            return release.Task;
        };
        return (started, release);
    }

    /// <summary>A body of which the rest is sent later.</summary>
    private sealed class UnfinishedContent : HttpContent
    {
        private readonly string _beginning;
        private readonly TaskCompletionSource<string> _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public UnfinishedContent(string beginning)
        {
            _beginning = beginning;
            Headers.ContentType = new("application/json");
        }

        public void Finish(string rest) => _rest.TrySetResult(rest);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_beginning), Token);
            await stream.FlushAsync(Token);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(await _rest.Task), Token);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
