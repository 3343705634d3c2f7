using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>Writes the buckets of months that have ended.</summary>
internal sealed class MonthCloser(
    IRollupProgress progress, CalendarBuckets buckets, ReportingCalendar calendar, BucketWriters writers, RefreshMarks marks)
{
    /// <summary>
    /// Writes those that have ended since the numbers were last complete. Call it before they are called complete again. A month that
    /// fails for its own reason holds up nothing: it is left to a mark, which makes what is damaged anew, and can be set aside and seen.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await progress.GetCompleteThroughAsync(calendar.Zone, cancellationToken) is not { } since
            || await buckets.FindMonthsToCloseAsync(since, cancellationToken) is not { Count: > 0 } months)
        {
            return;
        }

        var writer = await writers.OpenAsync(rewrites: false, cancellationToken);
        var failed = new List<DateTimeOffset>();
        foreach (var month in months)
        {
            try
            {
                await buckets.AddMonthAsync(month, writer, cancellationToken);
            }
            catch (Exception failure) when (OwnFailure.Is(failure, cancellationToken))
            {
                failed.Add((failure as DamagedBucketException)?.Bucket.Start ?? calendar.MonthRange(month).Start);
            }
        }

        await writer.FlushAsync(cancellationToken);
        failed.AddRange(months
            .Where(month => writer.FailureOf(calendar.MonthKey(month)) is not null)
            .Select(month => calendar.MonthRange(month).Start));
        await marks.MarkForRebuildAsync([.. failed.Select(Slices.StartOf).Distinct()], cancellationToken);
    }
}
