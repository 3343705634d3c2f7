using Pipeline.Core.Processing.Raw;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Has the rollups of some days folded again from raw events, by marking dirty the slices that have events or are stored. Leaves alone
/// what has no raw collection any more: folding it again would empty it.
/// </summary>
internal sealed class RollupRebuilder(
    IRawStore raw, IRollupStore store, IDirtySlices dirtySlices, ReportingCalendar calendar, TimeProvider time)
{
    /// <param name="from">First day, in the reporting zone.</param>
    /// <param name="to">Last day, in the reporting zone.</param>
    /// <param name="cancellationToken">Cancels the marking.</param>
    /// <returns>How many slices were marked.</returns>
    public async Task<int> RunAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var asked = new TimeRange(calendar.DayRange(from).Start, calendar.DayRange(to).End);
        var now = time.GetUtcNow();
        var marked = 0;
        foreach (var day in await raw.GetDaysAsync(cancellationToken))
        {
            var slices = await FindSlicesAsync(Overlap(day, asked), cancellationToken);
            if (slices.Count == 0)
            {
                continue;
            }

            await dirtySlices.MarkAsync(slices, now, cancellationToken);
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

    private async Task<HashSet<DateTimeOffset>> FindSlicesAsync(TimeRange range, CancellationToken cancellationToken)
    {
        if (range.Start >= range.End)
        {
            return [];
        }

        var stored = await store.GetKeysAsync(RollupLevel.Slice, "", range.Start, range.End, cancellationToken);
        var slices = stored.Select(key => key.Start).ToHashSet();
        await foreach (var evt in raw.ReadAsync(range.Start, range.End, cancellationToken))
        {
            slices.Add(Slices.StartOf(evt.Timestamp));
        }

        return slices;
    }
}
