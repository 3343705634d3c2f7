namespace Pipeline.Core.History;

/// <summary>How old a UTC day is decides whether it may be sealed, and whether anybody has to look for what was.</summary>
internal static class DayAge
{
    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>
    /// The newest day that may have sealed or archived generations. It is a day younger than any that can be sealed, because the clock of the
    /// process that seals may be ahead.
    /// </summary>
    public static DateOnly NewestWithGenerations(TimeProvider time) => Today(time).AddDays(-ArchivingOptions.MinHotDays);

    /// <summary>Whether a day ended less than <paramref name="hotDays"/> days ago, or is yet to come.</summary>
    public static bool IsHot(DateOnly day, int hotDays, TimeProvider time) => day >= Today(time).AddDays(-hotDays);

    /// <summary>The last day that ended at least <paramref name="days"/> days ago.</summary>
    public static DateOnly LastOlderThan(int days, TimeProvider time) => DateOnly.FromDayNumber(Math.Max(0, Today(time).DayNumber - days - 1));

    /// <summary>The first instant of a UTC day.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The first instant after a UTC day; the last there is for the last day.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(day.AddDays(1));

    /// <summary>The UTC day that an instant lies in.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);
}
