using Pipeline.Core.History;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Storing;

/// <summary>Writes events with one bulk write per UTC day, and decides what becomes of each.</summary>
public sealed class RawWriter(EventWriter writer)
{
    // A batch may have events of thousands of days, each with its own collection, and each write takes a connection.
    private const int MaxDaysAtOnce = 8;

    /// <exception cref="TransientStorageException">The store is not usable; outcomes set so far hold.</exception>
    public Task WriteAsync(IEnumerable<DrainItem> items, bool lastTry, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items.Where(item => item.Event is not null).GroupBy(item => item.Event!.UtcDay),
            new ParallelOptions { MaxDegreeOfParallelism = MaxDaysAtOnce, CancellationToken = cancellationToken },
            async (day, token) => await WriteDayAsync(day.Key, [.. day], lastTry, token));

    private async Task WriteDayAsync(DateOnly day, DrainItem[] items, bool lastTry, CancellationToken cancellationToken)
    {
        var refused = await Narrowing.RunAsync(items, item => item.Envelope, InsertAsync, lastTry, cancellationToken);
        foreach (var (item, failure) in refused)
        {
            item.Outcome = Outcome.NotStored(failure, lastTry);
        }

        async Task InsertAsync(ArraySegment<DrainItem> range)
        {
            var outcomes = await writer.WriteAsync(day, [.. range.Select(item => item.ToRawEvent())], cancellationToken);
            for (var index = 0; index < range.Count; index++)
            {
                range[index].Outcome = outcomes[index] == InsertOutcome.Stored ? Outcome.Stored : Outcome.Duplicate;
            }
        }
    }
}
