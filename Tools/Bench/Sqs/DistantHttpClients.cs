using Amazon.Runtime;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>The SDK's HTTP client with a delay on every call, as over a network.</summary>
internal sealed class DistantHttpClients(TimeSpan latency) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new DelayingHandler(latency), disposeHandler: true);
}

internal sealed class DelayingHandler(TimeSpan latency) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, TimeProvider.System, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
