using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>Months that end get their buckets.</summary>
internal sealed class MonthCloser(
    IRollupProgress progress, CalendarBuckets buckets, ReportingCalendar calendar, BucketWriters writers)
{
    /// <summary>Writes those that have ended since the numbers were last complete. Call it before they are called complete again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await progress.GetCompleteThroughAsync(calendar.Zone, cancellationToken) is not { } since
            || await buckets.FindMonthsToCloseAsync(since, cancellationToken) is not { Count: > 0 } months)
        {
            return;
        }

        var writer = await writers.OpenAsync(rewrites: false, cancellationToken);
        foreach (var month in months)
        {
            await buckets.AddMonthAsync(month, writer, cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);
    }
}
