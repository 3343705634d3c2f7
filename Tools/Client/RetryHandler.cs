using System.Net;
using System.Net.Http.Headers;

namespace Pipeline.Tools.Client;

/// <summary>
/// Repeats a request while the server is busy, restarting or not reachable. Every request of this client may be repeated: an
/// event is identified by its id and timestamp, a profile is replaced as a whole.
/// </summary>
internal sealed class RetryHandler(TimeProvider time) : DelegatingHandler
{
    /// <summary>How long a request is repeated before its last failure is passed on. Default 2 min.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> Patience = new("Pipeline.Patience");

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var patience = request.Options.TryGetValue(Patience, out var asked) ? asked : DefaultPatience;
        var started = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                var response = await AttemptAsync(request, cancellationToken);
                delay = DelayBefore(attempt, response.Headers.RetryAfter);
                if (!MayPass(response.StatusCode) || time.GetElapsedTime(started) + delay > patience)
                {
                    return response;
                }

                response.Dispose();
            }
            catch (HttpRequestException) when (time.GetElapsedTime(started) + DelayBefore(attempt, null) <= patience)
            {
                delay = DelayBefore(attempt, null);
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AttemptTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await base.SendAsync(request, linked.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {AttemptTimeout.TotalSeconds:0} s", e);
        }
    }

    private static bool MayPass(HttpStatusCode status) => status
        is HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;

    private TimeSpan DelayBefore(int attempt, RetryConditionHeaderValue? retryAfter)
    {
        var backOff = FirstDelay * Math.Pow(2, Math.Min(attempt, 10));
        var asked = retryAfter?.Delta ?? retryAfter?.Date - time.GetUtcNow() ?? TimeSpan.Zero;
        return asked > TimeSpan.Zero ? asked : backOff < MaxDelay ? backOff : MaxDelay;
    }
}
