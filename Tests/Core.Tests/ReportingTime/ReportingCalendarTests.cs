using CsCheck;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Xunit;

namespace Pipeline.Core.Tests.ReportingTime;

public sealed class ReportingCalendarTests
{
    private static readonly Gen<string> Zone = Gen.OneOf(
        [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)]);

    private static readonly Gen<DateOnly> Day = Gen.OneOf(
        Gen.Int[new DateOnly(1970, 1, 1).DayNumber, new DateOnly(2037, 12, 31).DayNumber],
        Gen.Int[0, DateOnly.MaxValue.DayNumber],
        Gen.Int[0, 2],
        Gen.Int[DateOnly.MaxValue.DayNumber - 2, DateOnly.MaxValue.DayNumber]).Select(DateOnly.FromDayNumber);

    [Fact]
    public void Hours_OfAnyDay_TileIt() => Gen.Select(Zone, Day).Sample((zone, day) =>
    {
        var calendar = CalendarOf(zone);
        var range = calendar.DayRange(day);
        var hours = calendar.HoursOf(day);
        var cursor = range.Start;
        foreach (var hour in hours)
        {
            if (hour.Start != cursor || hour.End <= hour.Start || hour.End - hour.Start > TimeSpan.FromHours(1))
            {
                return false;
            }

            cursor = hour.End;
        }

        return cursor == range.End && hours.All(hour => hour.Start.UtcTicks % Slices.Width.Ticks == 0);
    }, iter: 5_000);

    [Fact]
    public void Days_OfAnyMonth_TileIt() => Gen.Select(Zone, Day).Sample((zone, day) =>
    {
        var calendar = CalendarOf(zone);
        var month = calendar.MonthRange(day);
        var cursor = month.Start;
        foreach (var range in calendar.DaysOfMonth(day).Select(calendar.DayRange))
        {
            if (range.Start != cursor || range.End <= range.Start)
            {
                return false;
            }

            cursor = range.End;
        }

        return cursor == month.End;
    }, iter: 1_000);

    [Fact]
    public void Days_InARow_LeaveNoGap() => Gen.Select(Zone, Day).Sample((zone, day) =>
        day == DateOnly.MaxValue || CalendarOf(zone).DayRange(day).End == CalendarOf(zone).DayRange(day.AddDays(1)).Start, iter: 5_000);

    [Fact]
    public void DayOf_AnyInstant_IsTheDayWhoseRangeHoldsIt() => Gen.Select(Zone, Day, Gen.Long[0, TimeSpan.TicksPerDay - 1]).Sample((zone, day, ticks) =>
    {
        var calendar = CalendarOf(zone);
        var instant = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(ticks);
        var range = calendar.DayRange(calendar.DayOf(instant));
        return (range.Start <= instant && instant < range.End) || instant == DateTimeOffset.MaxValue;
    }, iter: 5_000);

    [Fact]
    public void HourOf_AnyInstant_HoldsItAndIsTheSameForAllOfTheHour() => Gen.Select(Zone, Day, Gen.Int[0, 1_439]).Sample((zone, day, minute) =>
    {
        var calendar = CalendarOf(zone);
        var instant = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddMinutes(minute);
        var hour = calendar.HourOf(instant);
        return hour.Start <= instant && instant < hour.End
            && calendar.HourOf(hour.Start) == hour && calendar.HourOf(hour.End.AddTicks(-1)) == hour;
    }, iter: 5_000);

    [Fact]
    public void Zones_AroundEveryShiftOfADecade_AreTiled()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var calendar = new ReportingCalendar(zone);
            var day = new DateOnly(2008, 1, 1);
            var cursor = calendar.DayRange(day).Start;
            for (; day.Year < 2018; day = day.AddDays(1))
            {
                var range = calendar.DayRange(day);
                Assert.Equal(cursor, range.Start);
                cursor = range.End;
                if (range.End - range.Start == TimeSpan.FromDays(1))
                {
                    continue;
                }

                foreach (var hour in calendar.HoursOf(day))
                {
                    Assert.Equal(day, calendar.DayOf(hour.Start));
                    Assert.Equal(day, calendar.DayOf(hour.End.AddTicks(-1)));
                }
            }
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", 2025, 3, 30, "2025-03-29T23:00Z", 23)]
    [InlineData("Europe/Berlin", 2025, 10, 26, "2025-10-25T22:00Z", 25)]
    [InlineData("Asia/Kolkata", 2025, 3, 30, "2025-03-29T18:30Z", 24)]
    [InlineData("Asia/Kathmandu", 2025, 3, 30, "2025-03-29T18:15Z", 24)]
    [InlineData("UTC", 2025, 3, 30, "2025-03-30T00:00Z", 24)]
    [InlineData("America/Sao_Paulo", 2018, 11, 4, "2018-11-04T03:00Z", 23)] // 00:00 does not exist
    [InlineData("America/Sao_Paulo", 2019, 2, 16, "2019-02-16T02:00Z", 25)] // the last hour twice
    [InlineData("America/Havana", 2025, 11, 2, "2025-11-02T04:00Z", 25)] // the first hour twice
    [InlineData("Pacific/Apia", 2011, 12, 30, "2011-12-30T10:00Z", 0)] // skipped
    public void DayRange_DayOfAShift_HasTheRightHours(string zone, int year, int month, int day, string start, int hours)
    {
        var date = new DateOnly(year, month, day);
        var range = CalendarOf(zone).DayRange(date);

        Assert.Equal(DateTimeOffset.Parse(start, null), range.Start);
        Assert.Equal(TimeSpan.FromHours(hours), range.End - range.Start);
        Assert.Equal(hours, CalendarOf(zone).HoursOf(date).Count);
    }

    [Fact]
    public void HoursOf_HalfHourShift_HasOneShortHour()
    {
        var calendar = CalendarOf("Australia/Lord_Howe");

        var spring = calendar.HoursOf(new DateOnly(2025, 10, 5));
        var autumn = calendar.HoursOf(new DateOnly(2025, 4, 6));

        // 23.5 hours and 24.5 hours.
        Assert.Equal((24, 25), (spring.Count, autumn.Count));
        Assert.Equal(TimeSpan.FromMinutes(30), Length(Assert.Single(spring, hour => Length(hour) != TimeSpan.FromHours(1))));
        Assert.Equal(TimeSpan.FromMinutes(30), Length(Assert.Single(autumn, hour => Length(hour) != TimeSpan.FromHours(1))));

        static TimeSpan Length(TimeRange hour) => hour.End - hour.Start;
    }

    [Fact]
    public void DayOf_ClockSetBackOverMidnight_StaysOnTheNewDay()
    {
        // St. John's set its clock back at 00:01, to 23:01 of the day before.
        var calendar = CalendarOf("America/St_Johns");
        var newDay = new DateOnly(2010, 11, 7);
        var start = calendar.DayRange(newDay).Start;

        Assert.Equal(newDay, calendar.DayOf(start.AddMinutes(30)));
        Assert.Equal(newDay.AddDays(-1), calendar.DayOf(start.AddTicks(-1)));
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Etc/GMT+12")]
    [InlineData("UTC")]
    public void Calendar_EndsOfTime_HaveDaysAndHours(string zone)
    {
        var calendar = CalendarOf(zone);

        Assert.Equal(DateTimeOffset.MinValue, calendar.DayRange(DateOnly.MinValue).Start);
        Assert.Equal(DateTimeOffset.MinValue, calendar.MonthRange(DateOnly.MinValue).Start);
        Assert.Equal(DateTimeOffset.MaxValue, calendar.DayRange(DateOnly.MaxValue).End);
        Assert.Equal(DateTimeOffset.MaxValue, calendar.MonthRange(DateOnly.MaxValue).End);
        Assert.Equal(DateOnly.MinValue, calendar.DayOf(DateTimeOffset.MinValue));
        Assert.Equal(DateOnly.MaxValue, calendar.DayOf(DateTimeOffset.MaxValue));
        Assert.Equal(DateTimeOffset.MinValue, calendar.HourOf(DateTimeOffset.MinValue).Start);
        Assert.Equal(DateTimeOffset.MaxValue, calendar.HourOf(DateTimeOffset.MaxValue).End);
        Assert.Equal(DateTimeOffset.MaxValue, Slices.EndOf(Slices.StartOf(DateTimeOffset.MaxValue)));
    }

    private static ReportingCalendar CalendarOf(string zone) => new(TimeZoneInfo.FindSystemTimeZoneById(zone));
}
