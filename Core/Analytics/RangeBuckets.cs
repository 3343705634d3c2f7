using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>The fewest stored buckets that make up a range: whole months, and days for the rest.</summary>
internal static class RangeBuckets
{
    public static IReadOnlyList<RollupKey> Of(ReportingRange range, ReportingCalendar calendar)
    {
        var keys = new List<RollupKey>();
        for (var day = range.From; ;)
        {
            var last = LastOfMonth(day);
            if (day.Day == 1 && last <= range.To)
            {
                keys.Add(calendar.MonthKey(day));
            }
            else
            {
                last = last < range.To ? last : range.To;
                keys.AddRange(Days(new(day, last), calendar));
            }

            if (last == range.To) return keys;
            day = last.AddDays(1);
        }
    }

    /// <summary>The one bucket of the range that is changed by what happens today; null when today is outside.</summary>
    public static RollupKey? Current(ReportingRange range, DateOnly today, ReportingCalendar calendar)
    {
        if (today < range.From || today > range.To) return null;
        return ReportingCalendar.MonthOf(today) >= range.From && LastOfMonth(today) <= range.To
            ? calendar.MonthKey(today)
            : calendar.DayKey(today);
    }

    // A day that the zone skipped has no instant of its own: its start is that of the day after.
    private static IEnumerable<RollupKey> Days(ReportingRange range, ReportingCalendar calendar) =>
        from day in range.DaysThrough(range.To)
        let instants = calendar.DayRange(day)
        where instants.Start < instants.End
        select calendar.DayKey(day);

    private static DateOnly LastOfMonth(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
}
