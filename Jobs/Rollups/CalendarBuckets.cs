using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// The hours, days and months of the reporting zone: each is the sum of what is stored one level below, so writing one again is
/// always safe.
/// </summary>
internal sealed class CalendarBuckets(RollupLoader loader, ReportingCalendar calendar)
{
    public string Zone => calendar.Zone;

    public TimeRange HourOf(DateTimeOffset slice) => calendar.HourOf(slice);

    /// <summary>The buckets that a slice is part of.</summary>
    public IReadOnlyList<RollupKey> KeysAbove(DateTimeOffset slice)
    {
        var day = calendar.DayOf(slice);
        return [calendar.HourKey(calendar.HourOf(slice)), calendar.DayKey(day), calendar.MonthKey(day)];
    }

    /// <summary>Writes hours from their slices, then the days and months that hold them, from the bottom up.</summary>
    public async Task WriteAsync(IReadOnlyCollection<TimeRange> hours, RollupWriter writer, CancellationToken cancellationToken)
    {
        foreach (var hour in hours)
        {
            await writer.AddAsync(calendar.HourKey(hour), hour.End, await SumHourAsync(hour, cancellationToken), cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);

        var days = hours.Select(hour => calendar.DayOf(hour.Start)).ToHashSet();
        foreach (var day in days)
        {
            await WriteDayAsync(day, writer, cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);

        foreach (var month in days.Select(ReportingCalendar.MonthOf).ToHashSet())
        {
            await WriteMonthAsync(month, writer, cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);
    }

    public Task<Rollup> SumHourAsync(TimeRange hour, CancellationToken cancellationToken) =>
        loader.SumAsync(CalendarKeys.SliceKeys(hour), cancellationToken);

    /// <summary>A day is the sum of its hours, plus its own point in the daily series.</summary>
    public static Rollup DayOf(DateOnly day, IReadOnlyCollection<Rollup> hours)
    {
        var sum = Rollup.Sum(hours);
        var point = new DayPoint(sum.Sessions, sum.EventsByType[EventTypes.OrderPlaced]);
        return sum.Plus(new Rollup { Days = DailySeries.Of(day, point) });
    }

    public async Task WriteMonthAsync(DateOnly month, RollupWriter writer, CancellationToken cancellationToken)
    {
        var sum = await loader.SumAsync([.. calendar.DaysOfMonth(month).Select(calendar.DayKey)], cancellationToken);
        await writer.AddAsync(calendar.MonthKey(month), calendar.MonthRange(month).End, sum, cancellationToken);
    }

    private async Task WriteDayAsync(DateOnly day, RollupWriter writer, CancellationToken cancellationToken)
    {
        var hours = await loader.LoadAsync([.. calendar.HoursOf(day).Select(calendar.HourKey)], cancellationToken);
        await writer.AddAsync(calendar.DayKey(day), calendar.DayRange(day).End, DayOf(day, [.. hours.Values]), cancellationToken);
    }
}
