using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>
/// The stored buckets that make up a range: whole months, and days for the rest. A month has no bucket until it is over, so that what
/// happens today changes only one small bucket; until then its days are read.
/// </summary>
internal sealed class RangeBuckets(IRollupStore store, ReportingCalendar calendar)
{
    public async Task<IReadOnlyList<Bucket>> GetAsync(ReportingRange range, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = calendar.DayOf(now + EventLimits.MaxClockLead);
        var months = new List<ReportingRange>();
        var days = new List<BucketKey>();
        // Nothing lies further ahead.
        var end = range.To < last ? range.To : last;
        for (var day = range.From; day <= end;)
        {
            var month = Month(day);
            var stretch = new ReportingRange(day, month.To < end ? month.To : end);
            if (stretch == month)
            {
                months.Add(month);
            }
            else
            {
                days.AddRange(Days(stretch));
            }

            if (stretch.To == end)
            {
                break;
            }

            day = stretch.To.AddDays(1);
        }

        var found = await store.GetAsync([.. months.Select(month => calendar.MonthKey(month.From)), .. days], cancellationToken);
        var stored = found.Where(bucket => bucket.Key.Level == BucketLevel.Month).Select(bucket => bucket.Key).ToHashSet();
        BucketKey[] inDays = [.. months.Where(month => !stored.Contains(calendar.MonthKey(month.From))).SelectMany(Days)];
        return inDays.Length == 0 ? found : [.. found, .. await store.GetAsync(inDays, cancellationToken)];
    }

    // A day that the zone skipped contains no instant: its start is that of the day after.
    private IEnumerable<BucketKey> Days(ReportingRange range) =>
        from day in range.DaysThrough(range.To)
        let instants = calendar.DayRange(day)
        where instants.Start < instants.End
        select calendar.DayKey(day);

    private static ReportingRange Month(DateOnly day) =>
        new(ReportingCalendar.MonthOf(day), new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));
}
