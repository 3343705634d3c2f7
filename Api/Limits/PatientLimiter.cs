using System.Threading.RateLimiting;

namespace Pipeline.Api.Limits;

/// <summary>Lets a fixed number through at a time; further ones wait for their turn, but not for ever.</summary>
internal sealed class PatientLimiter(int permits, int waiting, TimeSpan maxWait, TimeProvider time) : RateLimiter
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = permits,
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    // Never idle: the framework would dispose of a limiter that was idle for a while, and a new one would start counting from zero.
    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics() => _limiter.GetStatistics();

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => _limiter.AttemptAcquire(permitCount);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var lease = _limiter.AttemptAcquire(permitCount);
        if (lease.IsAcquired)
        {
            return lease;
        }

        using var patience = new CancellationTokenSource(maxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await _limiter.AcquireAsync(permitCount, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return lease;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _limiter.Dispose();
        base.Dispose(disposing);
    }
}
