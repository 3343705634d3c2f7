using Pipeline.Core.ReportingTime;
using Xunit;

namespace Pipeline.Core.Tests.ReportingTime;

public sealed class ReportingRangeTests
{
    private static readonly ReportingRange Week = new(new(2026, 3, 8), new(2026, 3, 14));

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(11, 4)]
    [InlineData(14, 7)]
    [InlineData(20, 7)]
    public void DaysThrough_LastDay_StopsAtTheEarlierOfItAndTheEnd(int last, int count) =>
        Assert.Equal(
            Enumerable.Range(8, count).Select(day => new DateOnly(2026, 3, day)),
            Week.DaysThrough(new(2026, 3, last)));

    [Fact]
    public void DaysThrough_EndOfTheCalendar_Ends()
    {
        var range = new ReportingRange(DateOnly.MaxValue.AddDays(-1), DateOnly.MaxValue);

        Assert.Equal([range.From, range.To], range.DaysThrough(DateOnly.MaxValue));
    }

    [Theory]
    [InlineData("2016-01-01", "2025-12-31", false)]
    [InlineData("2016-01-01", "2026-01-01", true)]
    [InlineData("2016-02-29", "2026-02-27", false)]
    [InlineData("9989-12-31", "9999-12-30", false)]
    [InlineData("9989-12-31", "9999-12-31", true)]
    [InlineData("9990-01-01", "9999-12-31", false)]
    public void IsTooLong_TenYears_IsTheLimit(string from, string to, bool tooLong) =>
        Assert.Equal(tooLong, new ReportingRange(DateOnly.Parse(from, null), DateOnly.Parse(to, null)).IsTooLong);
}
