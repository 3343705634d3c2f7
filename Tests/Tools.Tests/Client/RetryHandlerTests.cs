using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Tools.Client;
using Xunit;

namespace Pipeline.Tools.Tests.Client;

public sealed class RetryHandlerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedHandler _server = new();
    private readonly HttpMessageInvoker _client;

    public RetryHandlerTests() => _client = new HttpMessageInvoker(new RetryHandler(_time) { InnerHandler = _server });

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task SendAsync_BusyServer_SendsTheSameBodyAgain(HttpStatusCode status)
    {
        _server.Answers.Enqueue(() => new HttpResponseMessage(status));
        _server.Answers.Enqueue(() => throw new HttpRequestException("connection refused"));

        using var response = await RunAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["body", "body", "body"], _server.Bodies);
    }

    [Fact]
    public async Task SendAsync_RetryAfter_WaitsThatLong()
    {
        _server.Answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)) },
        });

        var sending = SendAsync(TimeSpan.FromMinutes(2));
        _time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(_server.Bodies);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        using var response = await sending;

        Assert.Equal(2, _server.Bodies.Count);
    }

    [Fact]
    public async Task SendAsync_BadRequest_IsNotRepeated()
    {
        _server.Answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.BadRequest));

        using var response = await SendAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Single(_server.Bodies);
    }

    [Fact]
    public async Task SendAsync_BusyBeyondPatience_PassesTheLastAnswerOn()
    {
        _server.Fallback = () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);

        using var response = await RunAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(_server.Bodies.Count, 5, 20);
    }

    [Fact]
    public async Task SendAsync_UnreachableBeyondPatience_Throws()
    {
        _server.Fallback = () => throw new HttpRequestException("connection refused");

        await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(TimeSpan.FromSeconds(30)));
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> RunAsync(TimeSpan patience)
    {
        var sending = SendAsync(patience);
        for (var step = 0; step < 1_000 && !sending.IsCompleted; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await sending;
    }

    private async Task<HttpResponseMessage> SendAsync(TimeSpan patience)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/") { Content = new StringContent("body") };
        request.Options.Set(RetryHandler.Patience, patience);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class ScriptedHandler : HttpMessageHandler
    {
        public Queue<Func<HttpResponseMessage>> Answers { get; } = [];

        public Func<HttpResponseMessage> Fallback { get; set; } = () => new HttpResponseMessage(HttpStatusCode.OK);

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return Answers.TryDequeue(out var answer) ? answer() : Fallback();
        }
    }
}
