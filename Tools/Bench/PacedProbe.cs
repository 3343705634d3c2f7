namespace Pipeline.Tools.Bench;

/// <summary>
/// A client that sends at a steady pace, over one connection. Each request's time counts from when it was due, even when it was sent
/// later because the one before it took long: otherwise a server that stalls for seconds would slow only a single request.
/// </summary>
internal sealed class PacedProbe(TimeSpan interval, TimeProvider time)
{
    /// <summary>
    /// Sends until <paramref name="length"/> is over and waits for the last answer. Requests that were due but could not be sent count as having
    /// waited until then.
    /// </summary>
    /// <param name="length">How long requests become due.</param>
    /// <param name="sendAsync">Sends a request and says whether the answer was the one wanted.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    public async Task<ProbeResult> RunAsync(
        TimeSpan length, Func<CancellationToken, Task<bool>> sendAsync, CancellationToken cancellationToken)
    {
        var milliseconds = new List<double>();
        var failures = 0;
        var started = time.GetTimestamp();
        for (var due = TimeSpan.Zero; due < length; due += interval)
        {
            var early = due - time.GetElapsedTime(started);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, time, cancellationToken);
            }

            if (time.GetElapsedTime(started) < length)
            {
                failures += await sendAsync(cancellationToken) ? 0 : 1;
            }

            milliseconds.Add((time.GetElapsedTime(started) - due).TotalMilliseconds);
        }

        return new ProbeResult(milliseconds, failures);
    }
}

/// <param name="Milliseconds">From when each request was due until its answer.</param>
/// <param name="Failures">Answers that were not the one wanted.</param>
internal sealed record ProbeResult(IReadOnlyList<double> Milliseconds, int Failures)
{
    public double P99 => Samples.Percentile(Milliseconds, 0.99);
}
