using Pipeline.Core.Rollups;

namespace Pipeline.Core.ReportingTime;

/// <summary>
/// Cuts time into hours, days and months of the reporting time zone. All boundaries are whole UTC minutes, hours tile days and
/// days tile months, whatever the zone's clock does. A day starts when its clock first shows a time of that day, so a day whose
/// midnight is skipped starts at the shift, and a day that the zone skipped altogether (Samoa, 2011-12-30) is an empty range.
/// </summary>
public sealed class ReportingCalendar(TimeZoneInfo timeZone)
{
    // No zone is further from UTC than this, and none changes its clock twice within double this time.
    private const long SearchTicks = TimeSpan.TicksPerDay;

    /// <summary>Id of the zone, as in <see cref="BucketKey.Zone"/>.</summary>
    public string Zone => timeZone.Id;

    /// <summary>The calendar day that an instant falls on.</summary>
    public DateOnly DayOf(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        var day = DateOnly.FromDateTime(new DateTime(Clamp(ticks + OffsetAt(ticks))));
        // The clock may show yesterday's date again after it was set back across midnight; the new day has begun anyway.
        if (day < DateOnly.MaxValue && ticks >= StartOf(day.AddDays(1)))
        {
            return day.AddDays(1);
        }

        return ticks < StartOf(day) ? day.AddDays(-1) : day;
    }

    public TimeRange DayRange(DateOnly day) => Range(day, day == DateOnly.MaxValue ? null : day.AddDays(1));

    /// <summary>The hour that an instant falls in: cut where the clock shows a full hour, and where the clock is changed.</summary>
    public TimeRange HourOf(DateTimeOffset instant)
    {
        var ticks = Slices.StartOf(instant).UtcTicks;
        var offset = OffsetAt(ticks);
        var local = ticks + offset;
        // Ticks are negative west of Greenwich on the first day of year 1: the remainder must not become negative.
        var sinceHour = (local % TimeSpan.TicksPerHour + TimeSpan.TicksPerHour) % TimeSpan.TicksPerHour;
        var start = Clamp(ticks - sinceHour);
        var end = Clamp(ticks - sinceHour + TimeSpan.TicksPerHour);

        if (OffsetAt(start) != offset)
        {
            start = FirstMinute(start, ticks, t => OffsetAt(t) == offset);
        }

        if (OffsetAt(end - 1) != offset)
        {
            end = FirstMinute(ticks, end, t => OffsetAt(t) != offset);
        }

        return new TimeRange(Utc(start), Utc(end));
    }

    /// <summary>The hours that make up a day, ascending: 24 on most days.</summary>
    public IReadOnlyList<TimeRange> HoursOf(DateOnly day)
    {
        var (start, end) = DayRange(day);
        var hours = new List<TimeRange>(25);
        while (start < end)
        {
            var hour = HourOf(start);
            hours.Add(hour);
            start = hour.End;
        }

        return hours;
    }

    /// <summary>The first day of the month of <paramref name="day"/>: it identifies the month.</summary>
    public static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>The calendar month that holds <paramref name="day"/>.</summary>
    public TimeRange MonthRange(DateOnly day)
    {
        var first = MonthOf(day);
        return Range(first, first is { Year: 9999, Month: 12 } ? null : first.AddMonths(1));
    }

    /// <summary>The days of the month of <paramref name="day"/> that exist in this zone, ascending.</summary>
    public IReadOnlyList<DateOnly> DaysOfMonth(DateOnly day)
    {
        var first = MonthOf(day);
        return [.. Enumerable.Range(0, DateTime.DaysInMonth(day.Year, day.Month)).Select(first.AddDays).Where(Exists)];
    }

    private bool Exists(DateOnly day) => DayRange(day) is var (start, end) && start < end;

    private TimeRange Range(DateOnly first, DateOnly? next) =>
        new(Utc(StartOf(first)), next is { } day ? Utc(StartOf(day)) : DateTimeOffset.MaxValue);

    private long StartOf(DateOnly day)
    {
        if (day == DateOnly.MinValue)
        {
            return 0;
        }

        var midnight = day.ToDateTime(TimeOnly.MinValue).Ticks;
        var before = Clamp(midnight - SearchTicks);
        var after = Clamp(midnight + SearchTicks);
        var (old, current) = (OffsetAt(before), OffsetAt(after));
        if (old == current)
        {
            return Clamp(midnight - old);
        }

        var shift = FirstMinute(before, after, t => OffsetAt(t) == current);
        return Clamp(midnight - old < shift ? midnight - old : Math.Max(shift, midnight - current));
    }

    /// <summary>The first whole minute in (low, high] for which the condition, false at low and true at high, holds.</summary>
    private static long FirstMinute(long low, long high, Func<long, bool> condition)
    {
        var (no, yes) = (low / TimeSpan.TicksPerMinute, (high + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute);
        while (yes - no > 1)
        {
            var middle = no + (yes - no) / 2;
            if (condition(middle * TimeSpan.TicksPerMinute))
            {
                yes = middle;
            }
            else
            {
                no = middle;
            }
        }

        return Clamp(yes * TimeSpan.TicksPerMinute);
    }

    /// <summary>Sampled at whole minutes, so that a shift between two minutes (local mean time) never cuts a slice.</summary>
    private long OffsetAt(long utcTicks)
    {
        var minute = utcTicks - utcTicks % TimeSpan.TicksPerMinute;
        var offset = timeZone.GetUtcOffset(new DateTimeOffset(minute, TimeSpan.Zero)).Ticks;
        return offset - offset % TimeSpan.TicksPerMinute;
    }

    private static long Clamp(long ticks) => Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.Ticks);

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);
}
