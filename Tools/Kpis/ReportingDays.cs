using Pipeline.Tools.Client;

namespace Pipeline.Tools.Kpis;

/// <summary>
/// Finds the calendar day of an instant in the server's reporting zone. Only the server knows the zone, so it is
/// asked where a day begins and ends.
/// </summary>
internal sealed class ReportingDays(PipelineClient client)
{
    public async Task<DateOnly> DayOfAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(instant.UtcDateTime);
        var answer = await client.GetAnalyticsAsync(Reports.Search, day, day, cancellationToken);
        if (instant < answer.GetProperty("start").GetDateTimeOffset())
        {
            return day.AddDays(-1);
        }

        // The end is the day's last millisecond.
        return instant > answer.GetProperty("end").GetDateTimeOffset() ? day.AddDays(1) : day;
    }
}
