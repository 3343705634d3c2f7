using Pipeline.Api.Contracts;

namespace Pipeline.Api.Status;

/// <summary>
/// Samples of the status from the last hour, as this process has taken them. They are kept in memory, at most 121 of them: what is to be
/// kept for longer is in the metrics.
/// </summary>
internal sealed class StatusHistory
{
    /// <summary>The time from one sample to the next.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly int MaxKept = (int)(Kept / Every) + 1;

    private readonly Lock _lock = new();
    private readonly Queue<StatusSample> _samples = new();
    private (DateTimeOffset At, long Drained)? _last;

    public void Add(OpsStatus status, DateTimeOffset at)
    {
        lock (_lock)
        {
            _samples.Enqueue(StatusSample.Of(status, at, PerSecond(status.Ledger.Drained, at)));
            _last = (at, status.Ledger.Drained);
            // The number counts, too: after a clock was set back, no sample is old for a while.
            while (_samples.Peek().At < at - Kept || _samples.Count > MaxKept)
            {
                _samples.Dequeue();
            }
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StatusSample> Read()
    {
        lock (_lock)
        {
            return [.. _samples];
        }
    }

    // A clock that was set back, or a ledger that was taken back to an earlier state, tells nothing about the drain.
    private double? PerSecond(long drained, DateTimeOffset at) =>
        _last is { } last && at > last.At && drained >= last.Drained
            ? Math.Round((drained - last.Drained) / (at - last.At).TotalSeconds, 3)
            : null;
}
