using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// One batch of a refresh: some dirty slices are folded again from raw events, then their hours, days and months are summed up again.
/// It ends after the slice, or the whole hour, that uses up its budget. What fails for its own reason does not keep the rest from
/// being done. Used once.
/// </summary>
internal sealed class RefreshBatch(
    HistoryFolder folder, CalendarBuckets buckets, ReportingCalendar calendar, DateTimeOffset boundary, BucketWriter writer, long budget)
{
    /// <summary>What an hour costs besides its events, expressed in events: its buckets are read, summed up and written.</summary>
    private const int CostPerHour = 500;

    private const int CostPerSlice = 10;

    private readonly Dictionary<DirtySlice, Exception> _failures = [];
    private readonly Dictionary<TimeRange, List<DirtySlice>> _hours = [];
    private long _cost;

    /// <summary>Slices whose raw events have been read.</summary>
    public IEnumerable<DirtySlice> Taken => _hours.Values.SelectMany(slices => slices);

    public int Hours => _hours.Count;

    public long EventsRead { get; private set; }

    /// <summary>Slices that failed for their own reason, or because of a bucket above them.</summary>
    public IReadOnlyDictionary<DirtySlice, Exception> Failures => _failures;

    public bool IsFull => _cost >= budget;

    /// <summary>Refreshes slices in the given order, hour by hour, as far as the budget goes.</summary>
    public async Task AddAsync(IReadOnlyList<DirtySlice> waiting, CancellationToken cancellationToken)
    {
        List<DirtyHour> hours =
        [
            .. waiting.GroupBy(slice => calendar.HourOf(slice.Start))
                .Select(hour => new DirtyHour(hour.Key, [.. hour.OrderBy(slice => slice.Start)])),
        ];
        var plan = await FoldPlan.OfAsync(folder, [.. hours.Where(hour => hour.Hour.Start < boundary)], cancellationToken);
        var done = new HashSet<DirtyHour>();
        foreach (var hour in hours)
        {
            if (IsFull)
            {
                return;
            }

            if (!done.Contains(hour))
            {
                done.UnionWith(await AddAsync(hour, plan, done, cancellationToken));
            }
        }
    }

    /// <summary>
    /// Makes hours of a new zone, from their slices or their raw events, as far as the budget goes. If one fails, so does a
    /// dirty slice at its start.
    /// </summary>
    /// <returns>How many of the hours were processed.</returns>
    public async Task<int> MakeAsync(IReadOnlyList<TimeRange> hours, CancellationToken cancellationToken)
    {
        List<DirtyHour> all = [.. hours.Select(hour => new DirtyHour(hour, [new DirtySlice(hour.Start, 0, MarkPriority.Rebuild, DateTimeOffset.MaxValue)]))];
        var plan = await FoldPlan.OfAsync(folder, [.. all.Where(hour => hour.Hour.Start < boundary)], cancellationToken);
        var done = new HashSet<DirtyHour>();
        for (var made = 0; made < all.Count; made++)
        {
            if (done.Contains(all[made]))
            {
                continue;
            }

            if (IsFull)
            {
                return made;
            }

            if (all[made].Hour.Start < boundary)
            {
                done.UnionWith(await AddAsync(all[made], plan, done, cancellationToken));
            }
            else
            {
                _cost += CostPerHour;
                Take(all[made], eventsRead: 0);
            }
        }

        return hours.Count;
    }

    /// <summary>Writes the levels above the slices, from the bottom up. Days are only written when all of their hours are.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await writer.FlushAsync(cancellationToken);
        foreach (var hour in _hours.Keys.Where(hour => hour.Start >= boundary))
        {
            await TryAsync(
                () => _hours[hour],
                async () => await writer.AddAsync(
                    calendar.HourKey(hour), hour.End, await buckets.SumHourAsync(hour, cancellationToken), cancellationToken),
                cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);
        var days = _hours.Keys.GroupBy(hour => calendar.DayOf(hour.Start)).ToDictionary(day => day.Key, SlicesOf);
        await WriteAsync(days, day => buckets.AddDayAsync(day, writer, cancellationToken), cancellationToken);

        var months = _hours.Keys.GroupBy(hour => ReportingCalendar.MonthOf(calendar.DayOf(hour.Start)))
            .ToDictionary(month => month.Key, SlicesOf);
        var behind = await buckets.FindMonthsToFollowAsync(months.Keys, cancellationToken);
        await WriteAsync(
            months.Where(month => behind.Contains(month.Key)).ToDictionary(),
            month => buckets.AddMonthAsync(month, writer, cancellationToken),
            cancellationToken);
        CollectFailures();
    }

    /// <summary>True if a younger run has written the slice or a bucket above it: that run, or the next one, has to settle it.</summary>
    public bool WasRefused(DirtySlice slice) => KeysOf(slice).Any(writer.WasRefused);

    /// <inheritdoc cref="BucketWriter.IsYoungestAsync"/>
    public Task<bool> IsYoungestAsync(CancellationToken cancellationToken) => writer.IsYoungestAsync(cancellationToken);

    /// <summary>Folds an hour, and with it others that the same files have to be read for.</summary>
    /// <returns>The hours that are done, or have failed.</returns>
    private async Task<IReadOnlyList<DirtyHour>> AddAsync(
        DirtyHour hour, FoldPlan plan, HashSet<DirtyHour> done, CancellationToken cancellationToken)
    {
        IReadOnlyList<DirtyHour> group = plan.FindGroup(hour) is { Count: > 0 } planned ? [.. planned.Where(other => !done.Contains(other))] : [hour];
        _cost += CostPerHour * group.Count;
        await TryAsync(
            () => group.SelectMany(other => other.Slices.Except(_hours.GetValueOrDefault(other.Hour) ?? [])),
            () => group.Count > 1 ? FoldHoursAsync(group, cancellationToken)
                : hour.Hour.Start < boundary ? FoldHourAsync(hour, cancellationToken)
                : FoldSlicesAsync(hour, cancellationToken),
            cancellationToken);
        return group;
    }

    private async Task FoldSlicesAsync(DirtyHour hour, CancellationToken cancellationToken)
    {
        var marks = hour.Slices.ToDictionary(slice => slice.Start);
        await foreach (var slice in folder.FoldSlicesAsync([.. marks.Keys.Order()], cancellationToken))
        {
            await writer.AddAsync(BucketKey.Slice(slice.Start), Slices.EndOf(slice.Start), slice.Rollup, cancellationToken);
            Take(hour with { Slices = [marks[slice.Start]] }, slice.EventsRead);
            if (IsFull)
            {
                return;
            }
        }
    }

    private async Task FoldHourAsync(DirtyHour hour, CancellationToken cancellationToken)
    {
        var folded = await folder.FoldHourAsync(hour.Hour, cancellationToken);
        await writer.AddAsync(calendar.HourKey(hour.Hour), hour.Hour.End, folded.Rollup, cancellationToken);
        Take(hour, folded.EventsRead);
    }

    private async Task FoldHoursAsync(IReadOnlyList<DirtyHour> hours, CancellationToken cancellationToken)
    {
        var dirty = hours.ToDictionary(hour => hour.Hour);
        foreach (var fold in await folder.FoldHoursAsync([.. dirty.Keys.OrderBy(hour => hour.Start)], cancellationToken))
        {
            if (fold.Failure is { } failure)
            {
                Fail(dirty[fold.Hour].Slices, failure);
                continue;
            }

            await writer.AddAsync(calendar.HourKey(fold.Hour), fold.Hour.End, fold.ToRollup(), cancellationToken);
            Take(dirty[fold.Hour], fold.EventsRead);
        }
    }

    private void Take(DirtyHour hour, int eventsRead)
    {
        if (!_hours.TryGetValue(hour.Hour, out var taken))
        {
            _hours.Add(hour.Hour, taken = []);
        }

        taken.AddRange(hour.Slices);
        EventsRead += eventsRead;
        _cost += eventsRead + CostPerSlice * hour.Slices.Count;
    }

    private async Task WriteAsync(
        Dictionary<DateOnly, List<DirtySlice>> slices, Func<DateOnly, Task> add, CancellationToken cancellationToken)
    {
        foreach (var (key, own) in slices)
        {
            await TryAsync(() => own, () => add(key), cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);
    }

    private async Task TryAsync(Func<IEnumerable<DirtySlice>> slices, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (OwnFailure.Is(failure, cancellationToken))
        {
            Fail(slices(), failure);
        }
    }

    private void Fail(IEnumerable<DirtySlice> slices, Exception failure)
    {
        foreach (var slice in slices)
        {
            _failures.TryAdd(slice, failure);
        }
    }

    private void CollectFailures()
    {
        foreach (var slice in Taken)
        {
            if (KeysOf(slice).Select(writer.FailureOf).FirstOrDefault(failure => failure is not null) is { } failure)
            {
                _failures.TryAdd(slice, failure);
            }
        }
    }

    private List<DirtySlice> SlicesOf(IEnumerable<TimeRange> hours) => [.. hours.SelectMany(hour => _hours[hour])];

    private BucketKey[] KeysOf(DirtySlice slice)
    {
        var day = calendar.DayOf(slice.Start);
        return
        [
            BucketKey.Slice(slice.Start), calendar.HourKey(calendar.HourOf(slice.Start)), calendar.DayKey(day), calendar.MonthKey(day),
        ];
    }
}
