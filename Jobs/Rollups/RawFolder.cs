using System.Runtime.CompilerServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Folding;

namespace Pipeline.Jobs.Rollups;

/// <summary>Folds stretches of time from their raw events, which are streamed: memory holds one rollup at a time.</summary>
internal sealed class RawFolder(IRawStore raw, ISessionStore sessions, IUserStore users)
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

        foreach (var scan in Scans(slices))
        {
            await foreach (var slice in FoldScanAsync(scan, sessionsBySlice, cancellationToken))
            {
                yield return slice;
            }
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
        await foreach (var (evt, user) in ReadAsync(scan.Peek(), Slices.EndOf(scan.Last()), cancellationToken))
        {
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

    /// <summary>Raw events with the numbers of their users.</summary>
    private async IAsyncEnumerable<(Event Event, int User)> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = raw.ReadAsync(from, to, cancellationToken).Select(read => read.Event);
        await foreach (var chunk in events.Chunk(EventsPerLookup).WithCancellation(cancellationToken))
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
