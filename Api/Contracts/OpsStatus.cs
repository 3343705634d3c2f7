using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Rollups;

namespace Pipeline.Api.Contracts;

/// <summary>Where every accepted event is right now.</summary>
internal sealed record OpsStatus(
    OpsStatus.QueueState Queue,
    OpsStatus.RollupState Rollups,
    OpsStatus.QuarantineState Quarantine,
    OpsStatus.ArchiveState Archive,
    LedgerTotals Ledger)
{
    /// <param name="Visible">Messages waiting.</param>
    /// <param name="InFlight">Messages being worked on.</param>
    /// <param name="OldestAgeSeconds">Age of the oldest message; 0 when the queue is empty.</param>
    /// <param name="DeadLetters">Messages that were received too often.</param>
    internal sealed record QueueState(long Visible, long InFlight, double OldestAgeSeconds, long DeadLetters);

    /// <param name="Dirty">Slices whose events are not yet in the rollups.</param>
    /// <param name="CompleteThrough">
    /// Everything received before this instant is in the rollups, but for what is set aside; null before the first refresh.
    /// </param>
    /// <param name="SetAside">Slices that cannot be rolled up now and do not hold up the others.</param>
    internal sealed record RollupState(long Dirty, DateTimeOffset? CompleteThrough, SetAsideState SetAside);

    /// <param name="Count">How many there are.</param>
    /// <param name="Slices">Those that have been set aside for longest.</param>
    internal sealed record SetAsideState(long Count, IReadOnlyList<SetAsideSlice> Slices);

    /// <param name="Open">Entries that nobody has dealt with.</param>
    internal sealed record QuarantineState(long Open);

    internal sealed record ArchiveState;
}
