using System.Runtime.CompilerServices;
using Pipeline.Core.History;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Folding;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Folds stretches of time from the event history, which is streamed: memory holds one rollup at a time, or those of a day's hours when the
/// day has a file that is read only once for all of them.
/// </summary>
internal sealed class HistoryFolder(EventHistory history, ISessionStore sessions, IUserStore users)
{
    private const int EventsPerLookup = 4_096;

    // Reading over a short gap is cheaper than another scan.
    private static readonly TimeSpan MaxGap = 2 * Slices.Width;

    /// <param name="slices">Starts of slices within one hour, ascending.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<FoldedSlice> FoldSlicesAsync(
        IReadOnlyList<DateTimeOffset> slices, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var starts = await sessions.GetStartsAsync(slices[0], Slices.EndOf(slices[^1]), cancellationToken);
        var sessionsBySlice = starts.CountBy(Slices.StartOf).ToDictionary();

        var days = await history.FindDaysWithGenerationsAsync(slices[0], Slices.EndOf(slices[^1]), cancellationToken);
        foreach (var scan in days.Count > 0 ? [new Queue<DateTimeOffset>(slices)] : Scans(slices))
        {
            await foreach (var slice in days.Count > 0
                ? FoldUnorderedAsync(scan, sessionsBySlice, cancellationToken)
                : FoldScanAsync(scan, sessionsBySlice, cancellationToken))
            {
                yield return slice;
            }
        }
    }

    /// <summary>The UTC days that several hours of should be folded together (<see cref="FoldHoursAsync"/>).</summary>
    public Task<IReadOnlySet<DateOnly>> FindDaysToFoldAtOnceAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        history.FindDaysWithGenerationsAsync(from, to, cancellationToken);

    /// <summary>
    /// Folds hours whole, reading each UTC day that they touch once. An hour of a day that can't be read has a failure instead of a rollup.
    /// </summary>
    /// <param name="hours">At least one, ascending.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<IReadOnlyList<HourFold>> FoldHoursAsync(IReadOnlyList<TimeRange> hours, CancellationToken cancellationToken)
    {
        HourFold[] folds = [.. hours.Select(hour => new HourFold(hour))];
        foreach (var day in folds.SelectMany(fold => fold.UtcDays).Distinct().Order())
        {
            await FoldDayAsync([.. folds.Where(fold => fold.UtcDays.Contains(day))], day, cancellationToken);
        }

        foreach (var fold in folds)
        {
            fold.AddSessions((await sessions.GetStartsAsync(fold.Hour.Start, fold.Hour.End, cancellationToken)).Count);
        }

        return folds;
    }

    private async Task FoldDayAsync(HourFold[] folds, DateOnly day, CancellationToken cancellationToken)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var from = folds[0].Hour.Start > start ? folds[0].Hour.Start : start;
        var to = folds[^1].Hour.End is var end && DateOnly.FromDateTime(end.UtcDateTime) > day ? start.AddDays(1) : end;
        var starts = Array.ConvertAll(folds, fold => fold.Hour.Start);
        try
        {
            var events = history.ReadAsync(from, to, cancellationToken).Where(read => FindFold(read.Event.Timestamp) is not null);
            await foreach (var (evt, user) in NumberAsync(events, cancellationToken))
            {
                FindFold(evt.Timestamp)!.Add(evt, user);
            }
        }
        catch (Exception failure) when (OwnFailure.Is(failure, cancellationToken))
        {
            // What is left of a day is not the day: its numbers stay as they are.
            Array.ForEach(folds, fold => fold.Fail(failure));
        }

        HourFold? FindFold(DateTimeOffset timestamp)
        {
            var index = Array.BinarySearch(starts, timestamp);
            index = index < 0 ? ~index - 1 : index;
            return index >= 0 && timestamp < folds[index].Hour.End ? folds[index] : null;
        }
    }

    /// <summary>Folds an hour whole.</summary>
    public async Task<FoldedHour> FoldHourAsync(TimeRange hour, CancellationToken cancellationToken)
    {
        var folder = new RollupFolder();
        var read = 0;
        await foreach (var (evt, user) in ReadAsync(hour.Start, hour.End, cancellationToken))
        {
            folder.Add(evt, user);
            read++;
        }

        folder.AddSessions((await sessions.GetStartsAsync(hour.Start, hour.End, cancellationToken)).Count);
        return new FoldedHour(folder.ToRollup(), read);
    }

    private async IAsyncEnumerable<FoldedSlice> FoldScanAsync(
        Queue<DateTimeOffset> scan,
        Dictionary<DateTimeOffset, int> sessionsBySlice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = new RollupFolder();
        var read = 0;
        var latest = DateTimeOffset.MinValue;
        await foreach (var (evt, user) in ReadAsync(scan.Peek(), Slices.EndOf(scan.Last()), cancellationToken))
        {
            if (evt.Timestamp < latest)
            {
                throw new TransientStorageException($"The day of {evt.Timestamp:u} was sealed while its slices were folded.");
            }

            latest = evt.Timestamp;
            var slice = Slices.StartOf(evt.Timestamp);
            while (scan.Peek() < slice)
            {
                yield return Finish();
            }

            if (scan.Peek() == slice)
            {
                folder.Add(evt, user);
            }

            read++;
        }

        while (scan.Count > 0)
        {
            yield return Finish();
        }

        FoldedSlice Finish()
        {
            var start = scan.Dequeue();
            folder.AddSessions(sessionsBySlice.GetValueOrDefault(start));
            var folded = new FoldedSlice(start, folder.ToRollup(), read);
            (folder, read) = (new RollupFolder(), 0);
            return folded;
        }
    }

    /// <summary>For days whose events come in no order: all slices at once.</summary>
    private async IAsyncEnumerable<FoldedSlice> FoldUnorderedAsync(
        Queue<DateTimeOffset> slices,
        Dictionary<DateTimeOffset, int> sessionsBySlice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folders = slices.ToDictionary(slice => slice, _ => new RollupFolder());
        var read = 0;
        await foreach (var (evt, user) in ReadAsync(slices.Peek(), Slices.EndOf(slices.Last()), cancellationToken))
        {
            folders.GetValueOrDefault(Slices.StartOf(evt.Timestamp))?.Add(evt, user);
            read++;
        }

        foreach (var slice in slices)
        {
            folders[slice].AddSessions(sessionsBySlice.GetValueOrDefault(slice));
            yield return new FoldedSlice(slice, folders[slice].ToRollup(), read);
            read = 0;
        }
    }

    /// <summary>Events with the numbers of their users.</summary>
    private IAsyncEnumerable<(Event Event, int User)> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        NumberAsync(history.ReadAsync(from, to, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<(Event Event, int User)> NumberAsync(
        IAsyncEnumerable<RawEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in events.Select(read => read.Event).Chunk(EventsPerLookup).WithCancellation(cancellationToken))
        {
            var numbers = await users.GetNumbersAsync([.. chunk.Select(evt => evt.UserId).Distinct()], cancellationToken);
            foreach (var evt in chunk)
            {
                yield return (evt, numbers[evt.UserId]);
            }
        }
    }

    /// <summary>Slices that one scan reads.</summary>
    private static IEnumerable<Queue<DateTimeOffset>> Scans(IReadOnlyList<DateTimeOffset> slices)
    {
        var scan = new Queue<DateTimeOffset>();
        for (var i = 0; i < slices.Count; i++)
        {
            scan.Enqueue(slices[i]);
            if (i < slices.Count - 1 && slices[i + 1] - Slices.EndOf(slices[i]) <= MaxGap)
            {
                continue;
            }

            yield return scan;
            scan = new Queue<DateTimeOffset>();
        }
    }
}

/// <param name="Start">Start of the slice.</param>
/// <param name="Rollup">What its raw events add up to.</param>
/// <param name="EventsRead">Raw events read since the slice before it.</param>
internal readonly record struct FoldedSlice(DateTimeOffset Start, Rollup Rollup, int EventsRead);

/// <param name="Rollup">What the hour's raw events add up to.</param>
/// <param name="EventsRead">How many they are.</param>
internal readonly record struct FoldedHour(Rollup Rollup, int EventsRead);
