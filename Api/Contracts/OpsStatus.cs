using System.Text.Json.Serialization;
using Pipeline.Core.History;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Rollups;

namespace Pipeline.Api.Contracts;

/// <summary>Where every accepted event is right now.</summary>
internal sealed record OpsStatus(
    OpsStatus.QueueState Queue,
    OpsStatus.RollupState Rollups,
    OpsStatus.QuarantineCount Quarantine,
    OpsStatus.ArchiveState Archive,
    OpsStatus.LedgerState Ledger,
    OpsStatus.ProbeState? Probe,
    OpsStatus.AlarmCount Alarms)
{
    /// <param name="Visible">Messages waiting.</param>
    /// <param name="InFlight">Messages being worked on.</param>
    /// <param name="OldestAgeSeconds">Age of the oldest message; 0 when the queue is empty.</param>
    /// <param name="DeadLetters">Messages that were received too often.</param>
    internal sealed record QueueState(long Visible, long InFlight, double OldestAgeSeconds, long DeadLetters);

    /// <param name="Dirty">Slices whose events are not yet in the rollups.</param>
    /// <param name="CompleteThrough">
    /// Everything received before this instant is in the rollups, except what is set aside; null before the first refresh.
    /// </param>
    /// <param name="SetAside">Slices that cannot be rolled up now; they do not hold up the others.</param>
    internal sealed record RollupState(long Dirty, DateTimeOffset? CompleteThrough, SetAsideState SetAside);

    /// <param name="Count">How many there are.</param>
    /// <param name="Slices">Those that were set aside first.</param>
    internal sealed record SetAsideState(long Count, IReadOnlyList<SetAsideSlice> Slices);

    /// <param name="Open">Entries that nobody has dealt with.</param>
    internal sealed record QuarantineCount(long Open);

    /// <param name="Days">Archived days.</param>
    /// <param name="Events">Events in the archive.</param>
    /// <param name="Bytes">Size of the archive.</param>
    /// <param name="LateDays">Archived days with events that came later and are not archived yet.</param>
    /// <param name="DamagedDays">Days with a file that is missing, altered or not readable.</param>
    internal sealed record ArchiveState(int Days, long Events, long Bytes, int LateDays, int DamagedDays)
    {
        public static ArchiveState Of(IReadOnlyList<ArchiveDay> days)
        {
            var parts = days.SelectMany(day => day.Parts).ToList();
            return new(
                days.Count(day => day.Parts.Count > 0),
                parts.Sum(part => part.Rows),
                parts.Sum(part => part.Bytes),
                days.Count(day => day.State == ArchiveDayState.Late),
                days.Count(day => day.State == ArchiveDayState.Damaged));
        }
    }

    /// <param name="Open">Alarms whose cause is not over.</param>
    internal sealed record AlarmCount(long Open);

    /// <summary>How long the way through the pipeline takes, in seconds from the sending of a probe: of the latest one that has arrived.</summary>
    /// <param name="SentAt">When it was sent; null when none has arrived yet.</param>
    /// <param name="QueuedSeconds">Until the queue had taken it.</param>
    /// <param name="StoredSeconds">Until the drain had settled it.</param>
    /// <param name="RollupSeconds">Until everything that was received before it was in the rollups.</param>
    /// <param name="WaitingSeconds">How long the first one after it has been under way; null when there is none.</param>
    internal sealed record ProbeState(
        DateTimeOffset? SentAt, double? QueuedSeconds, double? StoredSeconds, double? RollupSeconds, double? WaitingSeconds)
    {
        /// <summary>Null when no probe was sent in the last day.</summary>
        public static ProbeState? Of(ProbeJourneys journeys, DateTimeOffset now) =>
            journeys.Last is null && journeys.WaitingSince is null ? null : new(
                journeys.Last?.SentAt,
                Seconds(journeys.Last?.SentAt, journeys.Last?.QueuedAt),
                Seconds(journeys.Last?.SentAt, journeys.Last?.StoredAt),
                Seconds(journeys.Last?.SentAt, journeys.Last?.RolledUpAt),
                Seconds(journeys.WaitingSince, now));

        // Clocks of other machines may be behind ours.
        private static double? Seconds(DateTimeOffset? from, DateTimeOffset? to) =>
            to - from is { } took ? Math.Max(0, Math.Round(took.TotalSeconds, 3)) : null;
    }

    /// <summary>accepted = stored + duplicate + rejected + quarantined + inFlight + gap.</summary>
    /// <param name="Accepted">Events and profiles whose clients were answered 202, as far as the drain knows of them.</param>
    /// <param name="Stored">Stored.</param>
    /// <param name="Duplicate">Stored before by another request.</param>
    /// <param name="Rejected">In quarantine because they break a rule.</param>
    /// <param name="Quarantined">In quarantine because they could not be stored.</param>
    /// <param name="InFlight">Not drained yet.</param>
    /// <param name="Gap">Missing for longer than any retry takes.</param>
    /// <param name="SilentProducers">
    /// Ingest processes that fell silent without a last word: what they accepted since they were last heard from may be lost, and is
    /// not in the numbers above. The latest first, at most 100.
    /// </param>
    internal sealed record LedgerState(
        long Accepted,
        long Stored,
        long Duplicate,
        long Rejected,
        long Quarantined,
        long InFlight,
        long Gap,
        IReadOnlyList<SilentProducer> SilentProducers)
    {
        /// <summary>What the drain is done with.</summary>
        [JsonIgnore]
        public long Drained => Stored + Duplicate + Rejected + Quarantined;

        public static LedgerState Of(LedgerStatus ledger) => new(
            ledger.Totals.Accepted,
            ledger.Totals.Stored,
            ledger.Totals.Duplicate,
            ledger.Totals.Rejected,
            ledger.Totals.Quarantined,
            ledger.Totals.InFlight,
            ledger.Totals.Gap,
            ledger.SilentProducers);
    }
}
