using Pipeline.Core.ReportingTime;

namespace Pipeline.Core.Rollups;

/// <summary>The keys under which the buckets of a calendar are stored.</summary>
public static class CalendarKeys
{
    public static BucketKey HourKey(this ReportingCalendar calendar, TimeRange hour) =>
        new(BucketLevel.Hour, calendar.Zone, hour.Start);

    public static BucketKey DayKey(this ReportingCalendar calendar, DateOnly day) =>
        new(BucketLevel.Day, calendar.Zone, calendar.DayRange(day).Start);

    /// <summary>The key of the month that holds <paramref name="day"/>.</summary>
    public static BucketKey MonthKey(this ReportingCalendar calendar, DateOnly day) =>
        new(BucketLevel.Month, calendar.Zone, calendar.MonthRange(day).Start);
}
