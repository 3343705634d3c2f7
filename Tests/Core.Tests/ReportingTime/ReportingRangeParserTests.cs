using Pipeline.Core.ReportingTime;
using Xunit;

namespace Pipeline.Core.Tests.ReportingTime;

public sealed class ReportingRangeParserTests
{
    [Theory]
    // 2026-03-11 is a Wednesday.
    [InlineData("today", "2026-03-11", "2026-03-11", "2026-03-11")]
    [InlineData("yesterday", "2026-03-11", "2026-03-10", "2026-03-10")]
    [InlineData(" Yesterday\t", "2026-03-11", "2026-03-10", "2026-03-10")]
    [InlineData("last_7_days", "2026-03-11", "2026-03-05", "2026-03-11")]
    [InlineData("this_week", "2026-03-11", "2026-03-08", "2026-03-14")]
    [InlineData("last_week", "2026-03-11", "2026-03-01", "2026-03-07")]
    [InlineData("this_month", "2026-03-11", "2026-03-01", "2026-03-31")]
    [InlineData("last_month", "2026-03-11", "2026-02-01", "2026-02-28")]
    [InlineData("this_year", "2026-03-11", "2026-01-01", "2026-12-31")]
    [InlineData("last_year", "2026-03-11", "2025-01-01", "2025-12-31")]
    // A Sunday opens its week, a Saturday closes it.
    [InlineData("this_week", "2026-03-08", "2026-03-08", "2026-03-14")]
    [InlineData("this_week", "2026-03-14", "2026-03-08", "2026-03-14")]
    [InlineData("last_week", "2026-03-08", "2026-03-01", "2026-03-07")]
    // Across the year's end.
    [InlineData("yesterday", "2026-01-01", "2025-12-31", "2025-12-31")]
    [InlineData("last_7_days", "2026-01-02", "2025-12-27", "2026-01-02")]
    [InlineData("this_week", "2026-01-01", "2025-12-28", "2026-01-03")]
    [InlineData("last_week", "2026-01-03", "2025-12-21", "2025-12-27")]
    [InlineData("last_month", "2026-01-31", "2025-12-01", "2025-12-31")]
    // Leap days.
    [InlineData("last_month", "2024-03-31", "2024-02-01", "2024-02-29")]
    [InlineData("last_year", "2024-02-29", "2023-01-01", "2023-12-31")]
    public void TryParse_Period_GivesItsCalendarDays(string period, string today, string from, string to)
    {
        Assert.True(ReportingRangeParser.TryParse(period, null, null, Day(today), out var range, out var fault));

        Assert.Equal(new ReportingRange(Day(from), Day(to)), range);
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-01")]
    [InlineData("2024-02-29", "2025-02-28")]
    [InlineData("2016-01-01", "2025-12-31")]
    [InlineData("0001-01-01", "0010-12-31")]
    [InlineData("9990-01-01", "9999-12-31")]
    public void TryParse_Days_GivesThem(string from, string to)
    {
        Assert.True(ReportingRangeParser.TryParse(null, from, to, Day("2026-03-11"), out var range, out _));

        Assert.Equal(new ReportingRange(Day(from), Day(to)), range);
    }

    [Fact]
    public void TryParse_EmptyPeriodBesideDays_CountsAsNotGiven() =>
        Assert.True(ReportingRangeParser.TryParse("", "2026-03-01", "2026-03-02", Day("2026-03-11"), out _, out _));

    [Theory]
    [InlineData("today", "2026-03-01", "2026-03-02", "period: must not be combined with from and to")]
    [InlineData("today", "2026-03-01", null, "period: must not be combined with from and to")]
    [InlineData("today", null, "2026-03-02", "period: must not be combined with from and to")]
    [InlineData(null, null, null, "period: is required unless both from and to are given")]
    [InlineData("", "", "", "period: is required unless both from and to are given")]
    [InlineData(null, "2026-03-01", null, "to: is required when from is given")]
    [InlineData(null, null, "2026-03-02", "from: is required when to is given")]
    [InlineData("week", null, null, "period: must be one of today, yesterday, last_7_days, this_week, last_week, this_month, "
        + "last_month, this_year, last_year (got 4 characters)")]
    [InlineData(null, "2026-3-1", "2026-03-02", "from: must be a calendar day written yyyy-MM-dd (got 8 characters)")]
    [InlineData(null, "2026-03-01", "2026-02-30", "to: must be a calendar day written yyyy-MM-dd (got 10 characters)")]
    [InlineData(null, "2026-03-01T00:00:00Z", "2026-03-02", "from: must be a calendar day written yyyy-MM-dd (got 20 characters)")]
    [InlineData(null, "2026-03-02", "2026-03-01", "from: must not be after to")]
    [InlineData(null, "2016-01-01", "2026-01-01", "from: must be at most 10 years before to, both included")]
    [InlineData(null, "0001-01-01", "9999-12-31", "from: must be at most 10 years before to, both included")]
    public void TryParse_BrokenRule_NamesIt(string? period, string? from, string? to, string message)
    {
        Assert.False(ReportingRangeParser.TryParse(period, from, to, Day("2026-03-11"), out var range, out var fault));

        Assert.Null(range);
        Assert.Equal(message, fault.ToString());
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);
}
