using System.Runtime.CompilerServices;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>Folds slices from the raw events, streaming: memory holds one slice at a time.</summary>
internal sealed class SliceSource(IRawStore raw, ISessionStore sessions, IUserStore users)
{
    private const int EventsPerLookup = 4_096;

    // Reading over a short gap is cheaper than another scan.
    private static readonly TimeSpan MaxGap = 2 * Slices.Width;

    /// <param name="slices">Starts of slices within one hour, ascending.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<FoldedSlice> FoldAsync(
        IReadOnlyList<DateTimeOffset> slices, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var starts = await sessions.GetStartsAsync(slices[0], Slices.EndOf(slices[^1]), cancellationToken);
        var sessionsBySlice = starts.CountBy(Slices.StartOf).ToDictionary();

        foreach (var run in Runs(slices))
        {
            await foreach (var slice in FoldRunAsync(run, sessionsBySlice, cancellationToken))
            {
                yield return slice;
            }
        }
    }

    private async IAsyncEnumerable<FoldedSlice> FoldRunAsync(
        Queue<DateTimeOffset> run,
        Dictionary<DateTimeOffset, int> sessionsBySlice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = new RollupFolder();
        var read = 0;
        var events = raw.ReadAsync(run.Peek(), Slices.EndOf(run.Last()), cancellationToken);
        await foreach (var chunk in events.Chunk(EventsPerLookup).WithCancellation(cancellationToken))
        {
            var numbers = await users.GetNumbersAsync([.. chunk.Select(evt => evt.UserId).Distinct()], cancellationToken);
            foreach (var evt in chunk)
            {
                var slice = Slices.StartOf(evt.Timestamp);
                while (run.Peek() < slice)
                {
                    yield return Finish();
                }

                if (run.Peek() == slice)
                {
                    folder.Add(evt, numbers[evt.UserId]);
                }

                read++;
            }
        }

        while (run.Count > 0)
        {
            yield return Finish();
        }

        FoldedSlice Finish()
        {
            var start = run.Dequeue();
            folder.AddSessions(sessionsBySlice.GetValueOrDefault(start));
            var folded = new FoldedSlice(start, folder.ToRollup(), read);
            (folder, read) = (new RollupFolder(), 0);
            return folded;
        }
    }

    /// <summary>Slices that one scan reads.</summary>
    private static IEnumerable<Queue<DateTimeOffset>> Runs(IReadOnlyList<DateTimeOffset> slices)
    {
        var run = new Queue<DateTimeOffset>();
        for (var i = 0; i < slices.Count; i++)
        {
            run.Enqueue(slices[i]);
            if (i < slices.Count - 1 && slices[i + 1] - Slices.EndOf(slices[i]) <= MaxGap)
            {
                continue;
            }

            yield return run;
            run = new Queue<DateTimeOffset>();
        }
    }
}
