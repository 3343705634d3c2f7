using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Core.ReportingTime;

/// <summary>The named periods. Weeks start on Sunday; a current period extends to its end, not just to today.</summary>
public static class ReportingPeriods
{
    private static readonly OrderedDictionary<string, Func<DateOnly, ReportingRange>> Periods = new(StringComparer.OrdinalIgnoreCase)
    {
        ["today"] = today => new(today, today),
        ["yesterday"] = today => new(today.AddDays(-1), today.AddDays(-1)),
        ["last_7_days"] = today => new(today.AddDays(-6), today),
        ["this_week"] = today => Week(today),
        ["last_week"] = today => Week(today.AddDays(-7)),
        ["this_month"] = today => Month(today),
        ["last_month"] = today => Month(today.AddMonths(-1)),
        ["this_year"] = today => Year(today.Year),
        ["last_year"] = today => Year(today.Year - 1),
    };

    /// <summary>The names, in the order in which they are documented.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Periods.Keys];

    public static bool TryResolve(string name, DateOnly today, [NotNullWhen(true)] out ReportingRange? range)
    {
        range = Periods.TryGetValue(name, out var resolve) ? resolve(today) : null;
        return range is not null;
    }

    private static ReportingRange Week(DateOnly day)
    {
        var sunday = day.AddDays(-(int)day.DayOfWeek);
        return new(sunday, sunday.AddDays(6));
    }

    private static ReportingRange Month(DateOnly day) =>
        new(new(day.Year, day.Month, 1), new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));

    private static ReportingRange Year(int year) => new(new(year, 1, 1), new(year, 12, 31));
}
