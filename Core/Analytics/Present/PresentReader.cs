using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.UserSets;

namespace Pipeline.Core.Analytics.Present;

/// <summary>
/// Reads the slices of the last half hour. Every page that shows the present asks every few seconds, so all who ask within
/// <see cref="Lifetime"/> get the same answer, and only slices that have changed since the last one are read.
/// </summary>
public sealed class PresentReader(
    IRollupStore store, IRollupProgress progress, RollupLoader loader, ReportingCalendar calendar, TimeProvider time) : IDisposable
{
    private const int Minutes = 30;
    private const int TopPages = 10;
    private const int MaxAttempts = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Active = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly PartCache _slices = new();
    private Task<PresentReport>? _latest;
    private DateTimeOffset _askedAt;

    public Task<PresentReport> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var isCurrent = now >= _askedAt && now - _askedAt < Lifetime;
            if (_latest is null or { IsCompleted: true, IsCompletedSuccessfully: false } || (_latest.IsCompleted && !isCurrent))
            {
                // Shared by all who wait for it, so no single one may cancel it.
                (_latest, _askedAt) = (ReadAtAsync(now), now);
            }

            return _latest.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _slices.Dispose();

    private async Task<PresentReport> ReadAtAsync(DateTimeOffset now)
    {
        using var deadline = new CancellationTokenSource(ReadTimeout, time);
        var minute = new DateTimeOffset(now.UtcTicks - now.UtcTicks % Minute.Ticks, TimeSpan.Zero);
        var start = minute - (Minutes - 1) * Minute;

        // Read before the slices: whatever is complete now is in slices that are read later.
        var completeThrough = await progress.GetCompleteThroughAsync(calendar.Zone, deadline.Token);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            IReadOnlyList<Bucket> slices = [];

            // All at once; then each by itself, from the cache.
            var sum = await loader.SumAsync(FindAsync, _slices, deadline.Token);
            if (await SplitAsync(slices, deadline.Token) is { } each)
            {
                return Report(now, start, sum, each, new Freshness(completeThrough, null));
            }

            async Task<IReadOnlyList<Bucket>> FindAsync() => slices = await store.GetRangeAsync(
                BucketLevel.Slice, "", start, minute + Minute, (int)(Minutes * Minute / Slices.Width), deadline.Token);
        }

        throw new TransientStorageException("The slices were written faster than they could be read.");
    }

    /// <summary>Null when a slice was written meanwhile.</summary>
    private async Task<IReadOnlyList<(DateTimeOffset Start, Rollup Rollup)>?> SplitAsync(
        IReadOnlyList<Bucket> slices, CancellationToken cancellationToken)
    {
        var each = new List<(DateTimeOffset, Rollup)>(slices.Count);
        foreach (var slice in slices)
        {
            if (await loader.TrySumPartsAsync([slice], RollupPart.All, _slices, cancellationToken) is not { } parts)
            {
                return null;
            }

            each.Add((slice.Key.Start, RollupLoader.SumTotals([slice]).Plus(parts)));
        }

        return each;
    }

    private static PresentReport Report(
        DateTimeOffset now,
        DateTimeOffset start,
        Rollup sum,
        IReadOnlyList<(DateTimeOffset Start, Rollup Rollup)> slices,
        Freshness freshness)
    {
        var minutes = slices.ToLookup(slice => (int)((slice.Start - start) / Minute), slice => slice.Rollup);
        var active = slices.Where(slice => Slices.EndOf(slice.Start) > now - Active).Select(slice => slice.Rollup.Users);
        return new(
            now,
            [.. Enumerable.Range(0, Minutes).Select(index => new PresentReport.MinuteCounts(
                start + index * Minute,
                minutes[index].Sum(slice => slice.Events.Total),
                minutes[index].Sum(slice => slice.PageViews.Total),
                minutes[index].Sum(slice => slice.Events.Orders)))],
            [new(UserSet.UnionOf(active).Count)],
            [.. Ranking.Top(sum.PageViews.Counts, new(0, TopPages)).Select(page => new TrafficReport.PageViews(page.Key, page.Count))],
            freshness);
    }
}
