using Pipeline.Core.Raw;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Has the rollups of some days folded again from raw events, by marking their slices dirty. Leaves alone what has no raw
/// collection any more: folding it again would empty it.
/// </summary>
internal sealed class RollupRebuilder(IRawStore raw, IDirtySlices dirtySlices, ReportingCalendar calendar, TimeProvider clock)
{
    /// <param name="from">First day, in the reporting zone.</param>
    /// <param name="to">Last day, in the reporting zone.</param>
    /// <param name="cancellationToken">Cancels the marking.</param>
    /// <returns>How many slices were marked.</returns>
    public async Task<int> RunAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var start = calendar.DayRange(from).Start;
        var end = calendar.DayRange(to).End;
        var now = clock.GetUtcNow();
        var marked = 0;
        foreach (var day in await raw.GetDaysAsync(cancellationToken))
        {
            var slices = SlicesOf(day).Where(slice => slice >= start && slice < end).ToList();
            if (slices.Count == 0) continue;
            await dirtySlices.MarkAsync(slices, now, cancellationToken);
            marked += slices.Count;
        }

        return marked;
    }

    private static IEnumerable<DateTimeOffset> SlicesOf(DateOnly utcDay)
    {
        var midnight = new DateTimeOffset(utcDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return Enumerable.Range(0, (int)(TimeSpan.FromDays(1) / Slices.Width)).Select(i => midnight + i * Slices.Width);
    }
}
