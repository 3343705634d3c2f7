namespace Pipeline.Api.Contracts;

/// <summary>The numbers of the status at one moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Queued">Messages in the queue, waiting or being worked on.</param>
/// <param name="OldestAgeSeconds">Age of the oldest message; 0 when the queue is empty.</param>
/// <param name="DeadLetters">Messages that were received too often.</param>
/// <param name="DrainedPerSecond">Events and profiles that were drained in each second since the sample before; null when there is none.</param>
/// <param name="LagSeconds">How far the rollups are behind; null before the first refresh.</param>
/// <param name="Dirty">Slices whose events are not yet in the rollups.</param>
/// <param name="ProbeSeconds">
/// How long the way to the rollups takes at least: that of the latest probe that has arrived, or the time that the first one after it has
/// been under way, if that is longer. Null when there is no probe.
/// </param>
/// <param name="FailedBatches">Entries in quarantine that nobody has dealt with.</param>
/// <param name="Gap">Items that are missing for longer than any retry takes.</param>
internal sealed record StatusSample(
    DateTimeOffset At,
    long Queued,
    double OldestAgeSeconds,
    long DeadLetters,
    double? DrainedPerSecond,
    double? LagSeconds,
    long Dirty,
    double? ProbeSeconds,
    long FailedBatches,
    long Gap)
{
    public static StatusSample Of(OpsStatus status, DateTimeOffset at, double? drainedPerSecond) => new(
        at,
        status.Queue.Visible + status.Queue.InFlight,
        status.Queue.OldestAgeSeconds,
        status.Queue.DeadLetters,
        drainedPerSecond,
        status.Rollups.CompleteThrough is { } through ? Math.Max(0, Math.Round((at - through).TotalSeconds, 3)) : null,
        status.Rollups.Dirty,
        status.Probe is { } probe ? Math.Max(probe.RollupSeconds ?? 0, probe.WaitingSeconds ?? 0) : null,
        status.Quarantine.Open,
        status.Ledger.Gap);
}
