using Pipeline.Tools.Client;
using Pipeline.Tools.Kpis;
using Xunit;

namespace Pipeline.Tools.Tests.Kpis;

public sealed class ReportingDaysTests
{
    [Theory]
    [InlineData("2025-03-28T18:29:59.999Z", 5.5, "2025-03-28")]
    [InlineData("2025-03-28T18:30:00.000Z", 5.5, "2025-03-29")]
    [InlineData("2025-03-28T09:59:59.999Z", -10, "2025-03-27")]
    [InlineData("2025-03-28T10:00:00.000Z", -10, "2025-03-28")]
    [InlineData("2025-03-28T23:59:59.999Z", 0, "2025-03-28")]
    public async Task DayOfAsync_AnyZone_IsTheLocalDay(string instant, double offsetHours, string expected)
    {
        await using var server = await FakeServer.StartAsync(TimeSpan.FromHours(offsetHours));
        using var client = new PipelineClient(server.Url, TimeProvider.System);

        var day = await new ReportingDays(client).DayOfAsync(
            DateTimeOffset.Parse(instant, null), TestContext.Current.CancellationToken);

        Assert.Equal(DateOnly.Parse(expected, null), day);
    }
}
