using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>
/// Answers a range from stored buckets: whole months, and days for the rest. Every answer asks the store which versions are
/// current; sums are kept by these versions. While the day goes on only one bucket of a range changes, so the sum of the others
/// is kept apart from it and the cost of a change does not depend on how long the range is.
/// </summary>
public sealed class RollupReader(IRollupStore store, RollupLoader loader, ReportingCalendar calendar, TimeProvider time) : IDisposable
{
    private readonly SumCache _sums = new();

    /// <summary>The current day of the reporting zone.</summary>
    public DateOnly Today => calendar.DayOf(time.GetUtcNow());

    public async Task<RangeSum> ReadAsync(ReportingRange range, CancellationToken cancellationToken)
    {
        var today = Today;
        // Before the versions: what is complete now is at least in the versions read after it.
        var completeThrough = await store.GetCompleteThroughAsync(calendar.Zone, cancellationToken);
        var versions = new VersionVector(
            await store.GetVersionsAsync(RangeBuckets.Of(range, today, calendar), cancellationToken));
        var rollup = await _sums.GetAsync(
            new(range, Settled: false), versions, () => SumAsync(range, versions, calendar.DayKey(today)), cancellationToken);

        return new(
            rollup,
            calendar.DayRange(range.From).Start,
            calendar.DayRange(range.To).End.AddTicks(-1),
            Days(range, today),
            new(completeThrough, versions.RevisedAt));
    }

    public void Dispose() => _sums.Dispose();

    // Shared by all who wait for the sum, therefore not cancelled by any of them.
    private async Task<Rollup> SumAsync(ReportingRange range, VersionVector versions, RollupKey current)
    {
        if (!versions.Contains(current))
        {
            return await loader.SumAsync([.. versions.Keys], CancellationToken.None);
        }

        var others = versions.Without(current);
        var settled = await _sums.GetAsync(
            new(range, Settled: true),
            others,
            () => loader.SumAsync([.. others.Keys], CancellationToken.None),
            CancellationToken.None);
        return settled.Plus(await loader.SumAsync([current], CancellationToken.None));
    }

    private IEnumerable<ReportingDay> Days(ReportingRange range, DateOnly today) =>
        from day in range.DaysThrough(today)
        let instants = calendar.DayRange(day)
        where instants.Start < instants.End
        select new ReportingDay(day, instants.Start);
}
