using Pipeline.Core.ReportingTime;
using Xunit;

namespace Pipeline.Core.Tests.ReportingTime;

public sealed class InstantRangeParserTests
{
    private static readonly ReportingCalendar Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Theory]
    [InlineData("2026-03-29", "2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z")]
    [InlineData("2026-03-01T09:30:00+01:00", "2026-03-01T08:30:00Z", "2026-03-01T08:30:00.000Z", "2026-03-01T08:30:00.001Z")]
    [InlineData("2026-03-01T09:30:00 01:00", " 2026-03-02 ", "2026-03-01T08:30:00.000Z", "2026-03-02T23:00:00.000Z")]
    [InlineData("2026-03-01T09:30:00.1239z", "2026-03-01T09:30:00.123z", "2026-03-01T09:30:00.123Z", "2026-03-01T09:30:00.124Z")]
    public void TryParse_DaysAndInstants_IncludesBothEnds(string from, string to, string start, string end)
    {
        Assert.True(InstantRangeParser.TryParse(from, to, Berlin, out var range, out _));

        Assert.Equal((start, end), (Text(range.Value.Start), Text(range.Value.End)));
    }

    [Theory]
    [InlineData("2026-03-01", null, "to: is required when from is given")]
    [InlineData(" ", "2026-03-01", "from: is required when to is given")]
    [InlineData("2026-03-02", "2026-03-01T10:00:00Z", "from: must not be after to")]
    [InlineData("2016-03-01", "2026-03-01T10:00:00Z", "from: must be at most 10 years before to, both included")]
    [InlineData("2026-03-01T10:00:00", "2026-03-02", "from: must be a calendar day")]
    [InlineData("2026-03-01", "2026-03-02T25:00:00Z", "to: must be a calendar day")]
    [InlineData("2026-03-01", "9999-12-31T23:59:59Z", "to: must be a calendar day")]
    public void TryParse_BrokenRule_NamesIt(string? from, string? to, string message)
    {
        Assert.False(InstantRangeParser.TryParse(from, to, Berlin, out _, out var fault));

        Assert.StartsWith(message, fault.ToString(), StringComparison.Ordinal);
    }

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
}
