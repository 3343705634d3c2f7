using Pipeline.Core.ReportingTime;

namespace Pipeline.Jobs.Rollups;

/// <summary>Begins the batches of a refresh.</summary>
internal sealed class RefreshBatches(
    HistoryFolder folder, CalendarBuckets buckets, ReportingCalendar calendar, SliceBoundary boundary, BucketWriters writers)
{
    /// <summary>
    /// A batch with a new version: a day that two batches write has two versions, so no reader mistakes the first for the second.
    /// </summary>
    /// <param name="budget">How much it may do, in raw events.</param>
    /// <param name="rewrites">As for <see cref="BucketWriters.OpenAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<RefreshBatch> OpenAsync(long budget, bool rewrites, CancellationToken cancellationToken) => new(
        folder,
        buckets,
        calendar,
        await boundary.GetAsync(cancellationToken),
        await writers.OpenAsync(rewrites, cancellationToken),
        budget);
}
