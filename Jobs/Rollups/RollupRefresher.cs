using Pipeline.Core.Processing.Probes;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Brings the rollups up to date with what was stored since the last run: in batches, the most urgent first, and each batch is kept
/// once it is done. After every round of about the schedule's interval it publishes how far it has got and picks up the slices that
/// were marked again meanwhile. Every step can be repeated, so a run that dies anywhere is simply done again by the next one.
/// </summary>
internal sealed class RollupRefresher(
    DrainProgress drain,
    RefreshMarks marks,
    RefreshBatches batches,
    ZoneMaker zones,
    MonthCloser months,
    IRollupProgress progress,
    IProbeStore probes,
    ReportingCalendar calendar,
    TimeProvider time)
{
    private const long UrgentBudget = 250_000;

    /// <summary>A second of work or less: that is how long current numbers may have to wait for older ones.</summary>
    private const long PatientBudget = 100_000;

    private static readonly TimeSpan RoundLength = TimeSpan.FromSeconds(5);

    public async Task<RefreshResult> RunAsync(CancellationToken cancellationToken)
    {
        var round = new Round(await zones.EnterAsync(cancellationToken), time.GetTimestamp());
        await RunAsync(round, cancellationToken);
        var result = round.Result;
        while (!round.IsOver)
        {
            round = new Round(round.Zone, time.GetTimestamp());
            await RunAsync(round, cancellationToken);
            result = result.Plus(round.Result);
        }

        return result;
    }

    private async Task RunAsync(Round round, CancellationToken cancellationToken)
    {
        // Before any mark is read: an event without a mark at that point is still in the queue now, or was not sent yet.
        var drainedThrough = await drain.GetAsync(cancellationToken);
        while (!round.IsOver && time.GetElapsedTime(round.Started) < RoundLength)
        {
            round.IsOver = !await RunBatchAsync(round, MarkPriority.Current, cancellationToken);
        }

        if (!round.IsOver)
        {
            // However much of the urgent there is, the rest gets a batch a round.
            await RunBatchAsync(round, MarkPriority.Late, cancellationToken);
        }

        if (round.Zone.IsComplete && drainedThrough is { } drained)
        {
            await months.RunAsync(cancellationToken);
            await PublishAsync(drained, round.Seen, cancellationToken);
        }
    }

    /// <summary>The marks are read again for each batch, so that urgent ones never wait for more than one batch.</summary>
    /// <param name="round">The round.</param>
    /// <param name="mostUrgent">What is more urgent than this is left alone.</param>
    /// <param name="cancellationToken">Cancels the batch.</param>
    /// <returns>False when nothing is left to do, or a younger run is at work.</returns>
    private async Task<bool> RunBatchAsync(Round round, MarkPriority mostUrgent, CancellationToken cancellationToken)
    {
        foreach (var priority in Enum.GetValues<MarkPriority>().Where(priority => priority >= mostUrgent))
        {
            if (priority == MarkPriority.Rebuild && !round.Zone.IsComplete)
            {
                return await MakeZoneAsync(round, cancellationToken);
            }

            if (await marks.GetWaitingAsync(priority, round.Seen, cancellationToken) is { Count: > 0 } waiting)
            {
                var batch = await batches.OpenAsync(
                    priority == MarkPriority.Current ? UrgentBudget : PatientBudget,
                    rewrites: priority == MarkPriority.Rebuild,
                    cancellationToken);
                await batch.AddAsync(waiting, cancellationToken);
                await batch.WriteAsync(cancellationToken);
                return await SettleAsync(round, batch, cancellationToken);
            }
        }

        return false;
    }

    private async Task<bool> MakeZoneAsync(Round round, CancellationToken cancellationToken)
    {
        var batch = await batches.OpenAsync(PatientBudget, rewrites: false, cancellationToken);
        var zone = await zones.StepAsync(round.Zone, batch, cancellationToken);
        await batch.WriteAsync(cancellationToken);
        // An hour that cannot be made is left to a mark, which can be set aside and shows in the status.
        await marks.MarkForRebuildAsync([.. batch.Failures.Keys.Select(slice => slice.Start)], cancellationToken);
        var isSaved = await batch.IsYoungestAsync(cancellationToken) && await zones.SaveAsync(zone, cancellationToken);
        round.Zone = isSaved ? zone : round.Zone;
        round.Result = round.Result.Plus(new RefreshResult(0, batch.Hours, batch.EventsRead, 0, isSaved ? 0 : 1));
        return isSaved;
    }

    private async Task<bool> SettleAsync(Round round, RefreshBatch batch, CancellationToken cancellationToken)
    {
        await marks.SetAsideAsync(batch.Failures, cancellationToken);
        round.Seen.UnionWith(batch.Failures.Keys.Select(slice => slice.Start));

        var taken = batch.Taken.Where(slice => !batch.Failures.ContainsKey(slice)).ToList();
        var isYoungest = await batch.IsYoungestAsync(cancellationToken);
        var done = isYoungest ? taken.FindAll(slice => !batch.WasRefused(slice)) : [];
        await marks.ClearAsync(done, cancellationToken);
        round.Seen.UnionWith(done.Select(slice => slice.Start));
        round.Result = round.Result.Plus(
            new RefreshResult(done.Count, batch.Hours, batch.EventsRead, batch.Failures.Count, taken.Count - done.Count));
        return isYoungest && done.Count == taken.Count;
    }

    /// <summary>What was drained at the start of the round is in the rollups, except slices that are still dirty.</summary>
    private async Task PublishAsync(
        DateTimeOffset drainedThrough, IReadOnlySet<DateTimeOffset> seen, CancellationToken cancellationToken)
    {
        var waiting = await marks.FindOldestReceiptAsync(seen, cancellationToken);
        // After reading the marks: if another zone has taken over, that may be why there are none.
        if ((await progress.GetZoneAsync(cancellationToken))?.Zone == calendar.Zone)
        {
            var completeThrough = waiting < drainedThrough ? waiting.Value : drainedThrough;
            await progress.SetCompleteThroughAsync(calendar.Zone, completeThrough, cancellationToken);
            await probes.NoteRolledUpAsync(completeThrough, time.GetUtcNow(), cancellationToken);
        }
    }

    private sealed class Round(ReportedZone zone, long started)
    {
        public long Started => started;

        public ReportedZone Zone { get; set; } = zone;

        /// <summary>Starts of the slices that were done or set aside.</summary>
        public HashSet<DateTimeOffset> Seen { get; } = [];

        public RefreshResult Result { get; set; }

        /// <summary>Nothing is left to do, or a younger run is at work.</summary>
        public bool IsOver { get; set; }
    }
}

/// <param name="Slices">Dirty slices that are now in the rollups.</param>
/// <param name="Hours">Hours that were summed up again.</param>
/// <param name="EventsRead">Raw events that were read.</param>
/// <param name="SetAside">Slices that failed for their own reason and wait to be tried again.</param>
/// <param name="Unsettled">Slices left dirty because a younger run is at work on the same buckets.</param>
public readonly record struct RefreshResult(int Slices, int Hours, long EventsRead, int SetAside, int Unsettled)
{
    public RefreshResult Plus(RefreshResult other) => new(
        Slices + other.Slices, Hours + other.Hours, EventsRead + other.EventsRead, SetAside + other.SetAside, Unsettled + other.Unsettled);
}
