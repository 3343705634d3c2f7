using Microsoft.Extensions.Logging;
using Pipeline.Core.History;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>The dirty slices as a refresh sees them: what is waiting, and what has become of it.</summary>
internal sealed partial class RefreshMarks(
    IDirtySlices dirtySlices, EventHistory history, ReportingCalendar calendar, TimeProvider time, ILogger<RefreshMarks> logger)
{
    private const int MaxSlicesPerBatch = 5_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Dirty slices of a priority that this round has not seen yet. One that has been marked again since then waits for the next round, so that
    /// steady traffic cannot keep a round going for ever.
    /// </summary>
    public async Task<IReadOnlyList<DirtySlice>> GetWaitingAsync(
        MarkPriority priority, IReadOnlySet<DateTimeOffset> seen, CancellationToken cancellationToken)
    {
        var waiting = await dirtySlices.GetWaitingAsync(
            priority, time.GetUtcNow(), MaxSlicesPerBatch + seen.Count, cancellationToken);
        return await DropExpiredAsync([.. waiting.Where(slice => !seen.Contains(slice.Start))], cancellationToken);
    }

    /// <summary>
    /// Slices without those of hours of which events were deleted by age: their numbers stay as they are, since folding what is left would
    /// make them less.
    /// </summary>
    private async Task<IReadOnlyList<DirtySlice>> DropExpiredAsync(List<DirtySlice> waiting, CancellationToken cancellationToken)
    {
        if (waiting.Count == 0
            || await history.FindKeptSinceAsync(waiting.Min(slice => slice.Start), cancellationToken) is not { } since)
        {
            return waiting;
        }

        var kept = waiting.ToLookup(slice => calendar.HourOf(slice.Start).Start >= since);
        await dirtySlices.ClearAsync([.. kept[false]], cancellationToken);
        return [.. kept[true]];
    }

    /// <summary>
    /// When the oldest event that is not in the rollups was received; null when all are. A slice that this round has settled and that is
    /// dirty again does not count: its new events were still queued, or not yet sent, when the round began. Nor does one that was set aside.
    /// </summary>
    public async Task<DateTimeOffset?> FindOldestReceiptAsync(
        IReadOnlySet<DateTimeOffset> seen, CancellationToken cancellationToken)
    {
        DateTimeOffset? oldest = null;
        foreach (var priority in new[] { MarkPriority.Current, MarkPriority.Late })
        {
            var waiting = await GetWaitingAsync(priority, seen, cancellationToken);
            var first = waiting.Where(slice => slice.Reason is null).Select(slice => (DateTimeOffset?)slice.ReceivedAt).FirstOrDefault();
            oldest = first > oldest ? oldest : first ?? oldest;
        }

        return oldest;
    }

    public Task ClearAsync(IReadOnlyCollection<DirtySlice> done, CancellationToken cancellationToken) =>
        dirtySlices.ClearAsync(done, cancellationToken);

    public Task MarkForRebuildAsync(IReadOnlyCollection<DateTimeOffset> slices, CancellationToken cancellationToken) =>
        dirtySlices.MarkForRebuildAsync(slices, cancellationToken);

    public async Task SetAsideAsync(IReadOnlyDictionary<DirtySlice, Exception> failures, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var failure in failures.GroupBy(failed => OwnFailure.ReasonOf(failed.Value), failed => failed.Key))
        {
            await dirtySlices.SetAsideAsync([.. failure], failure.Key, now, now + RetryAfter, cancellationToken);
            if (failure.Any(slice => slice.Reason is null))
            {
                Log.SetAside(logger, failure.Count(), failure.Min(slice => slice.Start), failure.Key);
            }
        }

        // A rebuild rewrites every part of a bucket, which repairs a damaged one.
        await MarkForRebuildAsync(
            [.. failures.Values.OfType<DamagedBucketException>().Select(damaged => Slices.StartOf(damaged.Bucket.Start)).Distinct()],
            cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(2103, LogLevel.Warning, "{Slices} slices from {First:O} on were set aside and will be tried again: {Reason}")]
        public static partial void SetAside(ILogger logger, int slices, DateTimeOffset first, string reason);
    }
}
