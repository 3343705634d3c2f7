using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>
/// The stored buckets that make up a range: whole months, and days for the rest. The current month is taken in days as well: what
/// happens today then changes one small bucket only.
/// </summary>
internal static class RangeBuckets
{
    public static IReadOnlyList<RollupKey> Of(ReportingRange range, DateOnly today, ReportingCalendar calendar)
    {
        var keys = new List<RollupKey>();
        for (var day = range.From; ;)
        {
            var month = Month(day);
            var last = month.To < range.To ? month.To : range.To;
            if (day == month.From && last == month.To && month != Month(today))
            {
                keys.Add(calendar.MonthKey(day));
            }
            else
            {
                keys.AddRange(Days(new(day, last), calendar));
            }

            if (last == range.To)
            {
                return keys;
            }

            day = last.AddDays(1);
        }
    }

    // A day that the zone skipped has no instant of its own: its start is that of the day after.
    private static IEnumerable<RollupKey> Days(ReportingRange range, ReportingCalendar calendar) =>
        from day in range.DaysThrough(range.To)
        let instants = calendar.DayRange(day)
        where instants.Start < instants.End
        select calendar.DayKey(day);

    private static ReportingRange Month(DateOnly day) =>
        new(ReportingCalendar.MonthOf(day), new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));
}
