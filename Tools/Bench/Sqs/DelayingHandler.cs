namespace Pipeline.Tools.Bench.Sqs;

internal sealed class DelayingHandler(TimeSpan latency) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, TimeProvider.System, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
