using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Brings the rollups up to date with what was stored since the last run. Dirty slices are folded again from raw events, then
/// their hours, days and months are summed up again; marks are cleared last. Every step can be repeated, so a run that dies
/// anywhere is simply done again by the next one.
/// </summary>
internal sealed class RollupRefresher(
    DrainProgress drain,
    IDirtySlices dirtySlices,
    IRollupStore store,
    SliceSource source,
    CalendarBuckets calendar,
    RollupWriters writers)
{
    private const int MaxSlicesPerBatch = 20_000;
    private const int MaxEventsPerBatch = 250_000;

    public async Task<RefreshResult> RunAsync(CancellationToken cancellationToken)
    {
        // Before any mark is read: an event that is not marked by then is still in the queue now, or was not sent.
        var drainedThrough = await drain.GetAsync(cancellationToken);

        var settled = new HashSet<DateTimeOffset>();
        var result = default(RefreshResult);
        while (result.Unsettled == 0 && await GetWaitingAsync(settled, cancellationToken) is { Count: > 0 } waiting)
        {
            // A fence for each batch: a month that two batches write has two versions, so no reader keeps the first for the second.
            var writer = await writers.OpenAsync(cancellationToken);
            var batch = await RefreshAsync(waiting, writer, settled, cancellationToken);
            result = new RefreshResult(
                settled.Count, result.Hours + batch.Hours, result.EventsRead + batch.EventsRead, batch.Unsettled);
        }

        if (drainedThrough is { } drained)
        {
            await PublishAsync(drained, settled, cancellationToken);
        }

        return result;
    }

    /// <summary>
    /// Dirty slices that this run has not done yet, oldest first. One that was marked again since waits for the next run, so that
    /// steady traffic cannot keep a run going for ever.
    /// </summary>
    private async Task<IReadOnlyList<DirtySlice>> GetWaitingAsync(
        HashSet<DateTimeOffset> settled, CancellationToken cancellationToken)
    {
        var oldest = await dirtySlices.GetOldestAsync(MaxSlicesPerBatch, cancellationToken);
        return [.. oldest.Where(slice => !settled.Contains(slice.Start))];
    }

    /// <summary>Refreshes as many of the slices, whole hours of them, as a batch may read events for.</summary>
    private async Task<RefreshResult> RefreshAsync(
        IReadOnlyList<DirtySlice> waiting, RollupWriter writer, HashSet<DateTimeOffset> settled, CancellationToken cancellationToken)
    {
        var taken = new List<DirtySlice>();
        var hours = new List<TimeRange>();
        var eventsRead = 0L;
        foreach (var hour in waiting.GroupBy(slice => calendar.HourOf(slice.Start)))
        {
            if (eventsRead >= MaxEventsPerBatch)
            {
                break;
            }

            await foreach (var slice in source.FoldAsync([.. hour.Select(slice => slice.Start).Order()], cancellationToken))
            {
                await writer.AddAsync(RollupKey.Slice(slice.Start), Slices.EndOf(slice.Start), slice.Rollup, cancellationToken);
                eventsRead += slice.EventsRead;
            }

            taken.AddRange(hour);
            hours.Add(hour.Key);
        }

        await writer.FlushAsync(cancellationToken);
        await calendar.WriteAsync(hours, writer, cancellationToken);

        var done = await writer.IsYoungestAsync(cancellationToken) ? taken.FindAll(slice => IsWritten(slice, writer)) : [];
        await dirtySlices.ClearAsync(done, cancellationToken);
        settled.UnionWith(done.Select(slice => slice.Start));
        return new RefreshResult(done.Count, hours.Count, eventsRead, taken.Count - done.Count);
    }

    private bool IsWritten(DirtySlice slice, RollupWriter writer) =>
        !writer.WasRefused(RollupKey.Slice(slice.Start)) && !calendar.KeysAbove(slice.Start).Any(writer.WasRefused);

    /// <summary>
    /// What was drained at the start of the run is in the rollups, but for slices that are still dirty. A settled slice that is dirty
    /// again does not count: what it waits for was queued, or not sent, at the start.
    /// </summary>
    private async Task PublishAsync(
        DateTimeOffset drainedThrough, HashSet<DateTimeOffset> settled, CancellationToken cancellationToken)
    {
        var oldest = await dirtySlices.GetOldestAsync(MaxSlicesPerBatch, cancellationToken);
        // All of a full page may be settled; whatever lies behind it was received no earlier.
        var waiting = oldest
            .Where((slice, i) => !settled.Contains(slice.Start) || i == MaxSlicesPerBatch - 1)
            .Select(slice => (DateTimeOffset?)slice.ReceivedAt)
            .FirstOrDefault();

        await store.SetCompleteThroughAsync(
            calendar.Zone, waiting < drainedThrough ? waiting.Value : drainedThrough, cancellationToken);
    }
}
