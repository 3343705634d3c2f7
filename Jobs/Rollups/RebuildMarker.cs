using Pipeline.Core.History;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Marks the slices of some days to be folded again, if they have events or a rollup. One mark is enough for an hour that is folded whole.
/// Skips days of which the history has nothing: folding them again would empty them.
/// </summary>
internal sealed class RebuildMarker(
    EventHistory history, IRollupStore store, IDirtySlices dirtySlices, SliceBoundary sliceBoundary, ReportingCalendar calendar)
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
        foreach (var day in await history.GetDaysAsync(cancellationToken))
        {
            var range = Overlap(DayOf(day.Day), asked);
            var slices = new HashSet<DateTimeOffset>();
            if (day.IsOpen)
            {
                await AddOccupiedAsync(slices, range, boundary, cancellationToken);
            }

            AddGenerations(slices, day, range, boundary);
            await AddStoredAsync(slices, range, boundary, cancellationToken);
            await dirtySlices.MarkForRebuildAsync(slices, cancellationToken);
            marked += slices.Count;
        }

        return marked;
    }

    private static TimeRange DayOf(DateOnly day)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return new TimeRange(start, day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : start.AddDays(1));
    }

    private static TimeRange Overlap(TimeRange one, TimeRange other) =>
        new(one.Start > other.Start ? one.Start : other.Start, one.End < other.End ? one.End : other.End);

    /// <summary>Seeks from one event to the first one after its slice, or its hour: most events are never read.</summary>
    private async Task AddOccupiedAsync(
        HashSet<DateTimeOffset> slices, TimeRange range, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var position = range.Start;
        while (position < range.End && await history.FindFirstOpenAsync(position, range.End, cancellationToken) is { } occupied)
        {
            var hour = calendar.HourOf(occupied);
            slices.Add(Slices.StartOf(occupied));
            position = hour.Start < boundary ? hour.End : Slices.EndOf(Slices.StartOf(occupied));
        }
    }

    /// <summary>
    /// Every hour between the first and the last event of a part, and of a sealed generation every hour of its day: which of them have events
    /// is not worth reading a file for.
    /// </summary>
    private void AddGenerations(HashSet<DateTimeOffset> slices, HistoryDay day, TimeRange range, DateTimeOffset boundary)
    {
        var hours = slices.Select(calendar.HourOf).ToHashSet();
        var stretches = day.Generations.Parts.Select(part => new TimeRange(part.First, part.Last.AddTicks(1)))
            .Concat(day.Generations.Sealed.Select(_ => DayOf(day.Day)));
        foreach (var stretch in stretches.Select(stretch => Overlap(stretch, range)))
        {
            for (var position = stretch.Start; position < stretch.End; position = calendar.HourOf(position).End)
            {
                var hour = calendar.HourOf(position);
                if (hour.Start >= boundary)
                {
                    var end = hour.End < range.End ? hour.End : range.End;
                    for (var slice = Slices.StartOf(position); slice < end; slice = Slices.EndOf(slice))
                    {
                        slices.Add(slice);
                    }
                }
                else if (hours.Add(hour))
                {
                    slices.Add(Slices.StartOf(position));
                }
            }
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
