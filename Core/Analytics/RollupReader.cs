using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>
/// Answers a range from stored buckets. Every answer asks the store which versions are current; sums of parts are cached by these
/// versions. While the day goes on only one bucket of a range changes, so the sum of the others is cached separately and the cost of
/// a change does not depend on how long the range is.
/// </summary>
public sealed class RollupReader(
    IRollupStore store, IRollupProgress progress, RollupLoader loader, ReportingCalendar calendar, TimeProvider time) : IDisposable
{
    private const int MaxAttempts = 10;

    private readonly RangeBuckets _buckets = new(store, calendar);
    private readonly SumCache _sums = new();

    /// <summary>The current day of the reporting zone.</summary>
    public DateOnly Today => calendar.DayOf(time.GetUtcNow());

    /// <param name="range">The days.</param>
    /// <param name="parts">What the sum needs besides the totals; other parts are not read and stay empty.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<RangeSum> ReadAsync(
        ReportingRange range, IReadOnlyList<RollupPart> parts, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // Read before the versions: whatever is complete now is included in versions that are read later.
            var completeThrough = await progress.GetCompleteThroughAsync(calendar.Zone, cancellationToken);
            var now = time.GetUtcNow();
            var buckets = await _buckets.GetAsync(range, now, cancellationToken);
            if (await SumAsync(range, parts, buckets, calendar.DayOf(now), cancellationToken) is { } sum)
            {
                var (start, end) = (calendar.DayRange(range.From).Start, calendar.DayRange(range.To).End.AddTicks(-1));
                return new(
                    sum,
                    start,
                    start <= now && now < end ? now : end,
                    Days(range, calendar.DayOf(now)),
                    new(completeThrough, buckets.Max(bucket => bucket.RevisedAt)));
            }
        }

        throw new TransientStorageException("The range's buckets were written faster than they could be read.");
    }

    public void Dispose() => _sums.Dispose();

    /// <summary>Null when a bucket was written meanwhile.</summary>
    private async Task<Rollup?> SumAsync(
        ReportingRange range,
        IReadOnlyList<RollupPart> parts,
        IReadOnlyList<Bucket> buckets,
        DateOnly today,
        CancellationToken cancellationToken)
    {
        var sums = new List<Rollup> { RollupLoader.SumTotals(buckets) };
        foreach (var part in parts)
        {
            var sum = await _sums.GetAsync(
                new(range, part, Settled: false),
                new(buckets, part),
                () => SumPartAsync(range, part, buckets, calendar.DayKey(today)),
                cancellationToken);
            if (sum is null)
            {
                return null;
            }

            sums.Add(sum);
        }

        return Rollup.Sum(sums);
    }

    // Shared by everyone who waits for the sum, so no single caller may cancel it.
    private async Task<Rollup?> SumPartAsync(ReportingRange range, RollupPart part, IReadOnlyList<Bucket> buckets, BucketKey current)
    {
        var others = buckets.Where(bucket => bucket.Key != current).ToList();
        var settled = await _sums.GetAsync(
            new(range, part, Settled: true),
            new(others, part),
            () => loader.TrySumPartsAsync(others, [part], null, CancellationToken.None),
            CancellationToken.None);
        var latest = await loader.TrySumPartsAsync(
            [.. buckets.Where(bucket => bucket.Key == current)], [part], null, CancellationToken.None);
        return settled is null || latest is null ? null : settled.Plus(latest);
    }

    private IEnumerable<ReportingDay> Days(ReportingRange range, DateOnly today) =>
        from day in range.DaysThrough(today)
        let instants = calendar.DayRange(day)
        where instants.Start < instants.End
        select new ReportingDay(day, instants.Start);
}
