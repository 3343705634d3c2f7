using Pipeline.Core.Processing.Raw;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Marks the slices of some days to be folded again, if they have events or a rollup. One mark is enough for an hour that is folded whole.
/// Skips days that no longer have a raw collection: folding them again would empty them.
/// </summary>
internal sealed class RebuildMarker(
    IRawStore raw, IRollupStore store, IDirtySlices dirtySlices, SliceBoundary sliceBoundary, ReportingCalendar calendar)
{
    /// <param name="from">First day, in the reporting zone.</param>
    /// <param name="to">Last day, in the reporting zone.</param>
    /// <param name="cancellationToken">Cancels the marking.</param>
    /// <returns>How many slices were marked.</returns>
    public async Task<int> RunAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var asked = new TimeRange(calendar.DayRange(from).Start, calendar.DayRange(to).End);
        var boundary = await sliceBoundary.GetAsync(cancellationToken);
        var marked = 0;
        foreach (var day in await raw.GetDaysAsync(cancellationToken))
        {
            var range = Overlap(day, asked);
            var slices = new HashSet<DateTimeOffset>();
            await AddOccupiedAsync(slices, range, boundary, cancellationToken);
            await AddStoredAsync(slices, range, boundary, cancellationToken);
            await dirtySlices.MarkForRebuildAsync(slices, cancellationToken);
            marked += slices.Count;
        }

        return marked;
    }

    private static TimeRange Overlap(DateOnly utcDay, TimeRange asked)
    {
        var start = new DateTimeOffset(utcDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var end = utcDay == DateOnly.MaxValue ? DateTimeOffset.MaxValue : start.AddDays(1);
        return new TimeRange(start > asked.Start ? start : asked.Start, end < asked.End ? end : asked.End);
    }

    /// <summary>Seeks from one event to the first one after its slice, or its hour: most events are never read.</summary>
    private async Task AddOccupiedAsync(
        HashSet<DateTimeOffset> slices, TimeRange range, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var position = range.Start;
        while (position < range.End && await raw.FindFirstAsync(position, range.End, cancellationToken) is { } occupied)
        {
            var hour = calendar.HourOf(occupied);
            slices.Add(Slices.StartOf(occupied));
            position = hour.Start < boundary ? hour.End : Slices.EndOf(Slices.StartOf(occupied));
        }
    }

    private async Task AddStoredAsync(
        HashSet<DateTimeOffset> slices, TimeRange range, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var hours = slices.Select(calendar.HourOf).ToHashSet();
        var whole = await store.GetRangeAsync(
            BucketLevel.Hour, calendar.Zone, range.Start, range.End, int.MaxValue, cancellationToken);
        slices.UnionWith(whole.Select(hour => hour.Key.Start)
            .Where(start => start < boundary && !hours.Contains(calendar.HourOf(start))));
        var stored = await store.GetRangeAsync(BucketLevel.Slice, "", range.Start, range.End, int.MaxValue, cancellationToken);
        slices.UnionWith(stored.Select(slice => slice.Key.Start).Where(start => start >= boundary));
    }
}
