using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// The hours, days and months of the reporting zone: each is the sum of what is stored one level below, so writing it again is
/// always safe.
/// </summary>
internal sealed class CalendarBuckets(
    IRollupStore store, RollupLoader loader, PartCache cache, ReportingCalendar calendar, TimeProvider time)
{
    /// <summary>The sum of an hour's stored slices.</summary>
    public Task<Rollup> SumHourAsync(TimeRange hour, CancellationToken cancellationToken) => loader.SumAsync(
        () => store.GetRangeAsync(BucketLevel.Slice, "", hour.Start, hour.End, int.MaxValue, cancellationToken), cache, cancellationToken);

    /// <summary>A day is the sum of its stored hours, plus its own point in the daily series.</summary>
    public async Task AddDayAsync(DateOnly day, BucketWriter writer, CancellationToken cancellationToken)
    {
        var sum = await SumAsync([.. calendar.HoursOf(day).Select(calendar.HourKey)], cancellationToken);
        var series = DailySeries.Of(day, new DayPoint(sum.Sessions, sum.Events.Orders));
        await writer.AddAsync(
            calendar.DayKey(day), calendar.DayRange(day).End, sum.Plus(new Rollup { Days = series }), cancellationToken);
    }

    public async Task AddMonthAsync(DateOnly month, BucketWriter writer, CancellationToken cancellationToken)
    {
        var sum = await SumAsync(DayKeys(month), cancellationToken);
        await writer.AddAsync(calendar.MonthKey(month), calendar.MonthRange(month).End, sum, cancellationToken);
    }

    /// <summary>
    /// Of the months in which a day has changed, those whose buckets must be updated. A month that is not over has no bucket: readers add
    /// up its days. Writing it with every change of today would cost more than everything else.
    /// </summary>
    public async Task<IReadOnlyCollection<DateOnly>> FindMonthsToFollowAsync(
        IReadOnlyCollection<DateOnly> months, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stored = (await store.GetAsync([.. months.Select(calendar.MonthKey)], cancellationToken))
            .Select(bucket => bucket.Key).ToHashSet();
        // A month that has a bucket is kept up to date whatever this machine's clock says.
        return [.. months.Where(month => calendar.MonthRange(month).End <= now || stored.Contains(calendar.MonthKey(month)))];
    }

    /// <summary>The months that have ended since <paramref name="since"/> and lack a bucket, or whose bucket is older than one of its days.</summary>
    public async Task<IReadOnlyCollection<DateOnly>> FindMonthsToCloseAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var current = ReportingCalendar.MonthOf(calendar.DayOf(time.GetUtcNow()));
        var behind = new List<DateOnly>();
        for (var month = ReportingCalendar.MonthOf(calendar.DayOf(since)); month < current; month = month.AddMonths(1))
        {
            var days = await store.GetAsync(DayKeys(month), cancellationToken);
            var stored = await store.GetAsync([calendar.MonthKey(month)], cancellationToken);
            if (days.Count > 0 && days.Max(day => day.Version) > (stored.Count == 0 ? 0 : stored[0].Version))
            {
                behind.Add(month);
            }
        }

        return behind;
    }

    private BucketKey[] DayKeys(DateOnly month) => [.. calendar.DaysOfMonth(month).Select(calendar.DayKey)];

    private Task<Rollup> SumAsync(BucketKey[] keys, CancellationToken cancellationToken) =>
        loader.SumAsync(() => store.GetAsync(keys, cancellationToken), cache, cancellationToken);
}
