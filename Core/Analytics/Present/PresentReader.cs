using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.UserSets;

namespace Pipeline.Core.Analytics.Present;

/// <summary>
/// Reads the slices of the last half hour. Every page that shows the present asks every few seconds, so all who ask within
/// <see cref="Lifetime"/> get the same answer, read once.
/// </summary>
public sealed class PresentReader(
    IRollupStore store, IRollupProgress progress, RollupLoader loader, ReportingCalendar calendar, TimeProvider time)
{
    private const int Minutes = 30;
    private const int TopPages = 10;
    private const int MaxAttempts = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Active = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<PresentReport>? _latest;
    private DateTimeOffset _askedAt;

    public Task<PresentReport> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_latest is null || _latest.IsFaulted || now < _askedAt || now - _askedAt >= Lifetime)
            {
                // Shared by all who wait for it, so no single one may cancel it.
                (_latest, _askedAt) = (ReadAtAsync(now), now);
            }

            return _latest.WaitAsync(cancellationToken);
        }
    }

    private async Task<PresentReport> ReadAtAsync(DateTimeOffset now)
    {
        var minute = new DateTimeOffset(now.UtcTicks - now.UtcTicks % Minute.Ticks, TimeSpan.Zero);
        var start = minute - (Minutes - 1) * Minute;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // Read before the slices: whatever is complete now is in slices that are read later.
            var completeThrough = await progress.GetCompleteThroughAsync(calendar.Zone, CancellationToken.None);
            var slices = await store.GetRangeAsync(
                BucketLevel.Slice, "", start, minute + Minute, (int)(Minutes * Minute / Slices.Width), CancellationToken.None);
            if (await SumAsync(slices) is { } sums)
            {
                return Report(now, start, sums, new Freshness(completeThrough, null));
            }
        }

        throw new TransientStorageException("The slices were written faster than they could be read.");
    }

    /// <summary>Each slice by itself; null when one was written meanwhile.</summary>
    private async Task<IReadOnlyList<(DateTimeOffset Start, Rollup Rollup)>?> SumAsync(IReadOnlyList<Bucket> slices)
    {
        var sums = new List<(DateTimeOffset, Rollup)>(slices.Count);
        foreach (var slice in slices)
        {
            // A slice has its parts in one piece.
            if (await loader.TrySumPartsAsync([slice], RollupPart.All, CancellationToken.None) is not { } parts)
            {
                return null;
            }

            sums.Add((slice.Key.Start, RollupLoader.SumTotals([slice]).Plus(parts)));
        }

        return sums;
    }

    private static PresentReport Report(
        DateTimeOffset now, DateTimeOffset start, IReadOnlyList<(DateTimeOffset Start, Rollup Rollup)> slices, Freshness freshness)
    {
        var minutes = slices.ToLookup(slice => (int)((slice.Start - start) / Minute), slice => slice.Rollup);
        var pages = KeyedCounts.Sum([.. slices.Select(slice => slice.Rollup.PageViews)]);
        var active = slices.Where(slice => Slices.EndOf(slice.Start) > now - Active).Select(slice => slice.Rollup.Users);
        return new(
            now,
            [.. Enumerable.Range(0, Minutes).Select(index => new PresentReport.MinuteCounts(
                start + index * Minute,
                minutes[index].Sum(slice => slice.Events.Total),
                minutes[index].Sum(slice => slice.PageViews.Total),
                minutes[index].Sum(slice => slice.Events.Orders)))],
            [new(UserSet.UnionOf(active).Count)],
            [.. Ranking.Top(pages.Counts, new(0, TopPages)).Select(page => new TrafficReport.PageViews(page.Key, page.Count))],
            freshness);
    }
}
