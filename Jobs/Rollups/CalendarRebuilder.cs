using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Makes the hours, days and months that a reporting zone lacks although slices exist, and those that are older than their slices:
/// all of them in a new zone, and in a former one what changed since it was left. Memory holds the slices' versions of a year and
/// the hours of a day.
/// </summary>
/// <remarks>
/// Run it before the refresher and never beside it. Progress is seen from the hours that are up to date, so a day's and its month's
/// buckets are written before the hours that complete them; a run that dies is taken up where it stopped.
/// </remarks>
internal sealed class CalendarRebuilder(
    IRollupStore store, CalendarBuckets buckets, ReportingCalendar calendar, RollupWriters writers, TimeProvider time)
{
    /// <summary>Before it there is next to nothing but broken clocks.</summary>
    private const int FirstYearOfTraffic = 1970;

    private const int KeysPerLookup = 10_000;

    /// <summary>Returns how many hours were made.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var made = 0;
        foreach (var years in Windows())
        {
            var stale = await FindStaleHoursAsync(years, cancellationToken);
            if (stale.Count == 0)
            {
                continue;
            }

            // One for each window: a month that lies in two of them is written twice.
            var writer = await writers.OpenAsync(cancellationToken);
            foreach (var month in stale.GroupBy(hour => ReportingCalendar.MonthOf(calendar.DayOf(hour.Start))))
            {
                // A younger run may be writing sums of hours that are not complete yet: leave the rest to the next start.
                if (!await writer.IsYoungestAsync(cancellationToken))
                {
                    return made;
                }

                await RebuildMonthAsync(month.Key, [.. month], writer, cancellationToken);
                made += month.Count();
            }
        }

        return made;
    }

    private async Task<IReadOnlyList<TimeRange>> FindStaleHoursAsync(TimeRange years, CancellationToken cancellationToken)
    {
        var slices = await store.GetKeysAsync(RollupLevel.Slice, "", years.Start, years.End, cancellationToken);
        var newest = new Dictionary<TimeRange, long>();
        foreach (var keys in slices.Chunk(KeysPerLookup))
        {
            foreach (var slice in await store.GetVersionsAsync(keys, cancellationToken))
            {
                var hour = calendar.HourOf(slice.Key.Start);
                newest[hour] = Math.Max(slice.Version, newest.GetValueOrDefault(hour));
            }
        }

        var written = await store.GetVersionsAsync([.. newest.Keys.Select(calendar.HourKey)], cancellationToken);
        var versions = written.ToDictionary(hour => hour.Key.Start, hour => hour.Version);
        return [.. newest
            .Where(hour => versions.GetValueOrDefault(hour.Key.Start) < hour.Value)
            .Select(hour => hour.Key)
            .OrderBy(hour => hour.Start)];
    }

    private async Task RebuildMonthAsync(
        DateOnly month, IReadOnlyList<TimeRange> stale, RollupWriter writer, CancellationToken cancellationToken)
    {
        var days = stale.GroupBy(hour => calendar.DayOf(hour.Start)).ToList();
        foreach (var day in days)
        {
            var hours = new Dictionary<TimeRange, Rollup>();
            foreach (var hour in calendar.HoursOf(day.Key))
            {
                hours[hour] = await buckets.SumHourAsync(hour, cancellationToken);
            }

            var sum = CalendarBuckets.DayOf(day.Key, hours.Values);
            await writer.AddAsync(calendar.DayKey(day.Key), calendar.DayRange(day.Key).End, sum, cancellationToken);
            await writer.FlushAsync(cancellationToken);
            if (day.Key == days[^1].Key)
            {
                await buckets.WriteMonthAsync(month, writer, cancellationToken);
                await writer.FlushAsync(cancellationToken);
            }

            foreach (var hour in day)
            {
                await writer.AddAsync(calendar.HourKey(hour), hour.End, hours[hour], cancellationToken);
            }

            await writer.FlushAsync(cancellationToken);
        }
    }

    private IEnumerable<TimeRange> Windows()
    {
        var start = new DateTimeOffset(FirstYearOfTraffic, 1, 1, 0, 0, 0, TimeSpan.Zero);
        yield return new TimeRange(DateTimeOffset.MinValue, start);
        for (var end = time.GetUtcNow() + EventLimits.MaxClockLead; start <= end; start = start.AddYears(1))
        {
            yield return new TimeRange(start, start.AddYears(1));
        }
    }
}
