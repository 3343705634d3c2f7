using Pipeline.Core.ReportingTime;

namespace Pipeline.Core.Rollups;

/// <summary>The keys under which the buckets of a calendar are stored.</summary>
public static class CalendarKeys
{
    public static RollupKey HourKey(this ReportingCalendar calendar, TimeRange hour) =>
        new(RollupLevel.Hour, calendar.Zone, hour.Start);

    public static RollupKey DayKey(this ReportingCalendar calendar, DateOnly day) =>
        new(RollupLevel.Day, calendar.Zone, calendar.DayRange(day).Start);

    /// <summary>The key of the month that holds <paramref name="day"/>.</summary>
    public static RollupKey MonthKey(this ReportingCalendar calendar, DateOnly day) =>
        new(RollupLevel.Month, calendar.Zone, calendar.MonthRange(day).Start);

    /// <summary>The slices that make up an hour.</summary>
    public static IReadOnlyList<RollupKey> SliceKeys(TimeRange hour)
    {
        var keys = new List<RollupKey>(60);
        for (var slice = hour.Start; slice < hour.End; slice = Slices.EndOf(slice))
        {
            keys.Add(RollupKey.Slice(slice));
        }

        return keys;
    }
}
