using System.Net;
using Polly;
using Polly.Retry;

namespace Pipeline.Tools.Client;

/// <summary>
/// Repeats a request while the server is busy, restarting or not reachable. Every request of this client may be repeated: an
/// event is identified by its id and timestamp, a profile is replaced as a whole.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    /// <summary>For how long a request is repeated; then its last failure is passed on. Default 2 min.</summary>
    public static readonly HttpRequestOptionsKey<TimeSpan> Patience = new("Pipeline.Patience");

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    private static readonly ResiliencePropertyKey<DateTimeOffset> End = new("end of patience");

    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HttpResponseMessage> _retries;

    public RetryHandler(TimeProvider time)
    {
        _time = time;
        _retries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = attempt => ValueTask.FromResult(
                    MayPass(attempt.Outcome)
                    && time.GetUtcNow() + DelayAfter(attempt.AttemptNumber, attempt.Outcome) <= attempt.Context.Properties.GetValue(End, default)),
                DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(DelayAfter(attempt.AttemptNumber, attempt.Outcome)),
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var patience = request.Options.TryGetValue(Patience, out var asked) ? asked : DefaultPatience;
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(End, _time.GetUtcNow() + patience);
        try
        {
            return await _retries.ExecuteAsync(async attempt => await AttemptAsync(request, attempt.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AttemptTimeout, _time);
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

    private static bool MayPass(Outcome<HttpResponseMessage> outcome) => outcome.Exception is HttpRequestException
        || outcome.Result?.StatusCode
            is HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout;

    private TimeSpan DelayAfter(int attempt, Outcome<HttpResponseMessage> outcome)
    {
        var retryAfter = outcome.Result?.Headers.RetryAfter;
        var backOff = FirstDelay * Math.Pow(2, Math.Min(attempt, 10));
        var asked = retryAfter?.Delta ?? retryAfter?.Date - _time.GetUtcNow() ?? TimeSpan.Zero;
        return asked > TimeSpan.Zero ? asked : backOff < MaxDelay ? backOff : MaxDelay;
    }
}
