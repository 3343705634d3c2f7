using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Workers.Drain;

/// <summary>
/// Writes events with one bulk write per UTC day. A write that fails for one event's sake is halved until that event is alone; the
/// rest commits.
/// </summary>
internal sealed class RawWriter(IRawStore raw)
{
    // Enough to isolate a handful of poisoned events in any batch. A store that refuses more than this at a time has a fault of
    // its own: the items go back to the queue instead of being tried one by one.
    private const int MaxFailedWrites = 100;

    /// <exception cref="TransientStorageException">The store is not usable; outcomes set so far hold.</exception>
    public async Task WriteAsync(IEnumerable<DrainItem> items, CancellationToken cancellationToken)
    {
        var days = items
            .Where(item => item.Event is not null)
            .GroupBy(item => item.Event!.UtcDay)
            .Select(day => WriteDayAsync(day.Key, day.ToArray(), cancellationToken));
        await Task.WhenAll(days);
    }

    private Task WriteDayAsync(DateOnly day, DrainItem[] items, CancellationToken cancellationToken)
    {
        var failedWrites = 0;
        return WriteRangeAsync(items);

        async Task WriteRangeAsync(ArraySegment<DrainItem> range)
        {
            if (failedWrites >= MaxFailedWrites)
            {
                Decide(range, Outcome.Retry("too many writes of this batch failed"));
                return;
            }

            try
            {
                var outcomes = await raw.InsertAsync(day, [.. range.Select(item => item.ToRawEvent())], cancellationToken);
                for (var index = 0; index < range.Count; index++)
                {
                    range[index].Outcome = outcomes[index] == InsertOutcome.Stored ? Outcome.Stored : Outcome.Duplicate;
                }

                return;
            }
            catch (Exception failure) when (IsAboutTheData(failure, cancellationToken))
            {
                failedWrites++;
                if (range.Count == 1)
                {
                    range[0].Outcome = failure is PermanentStorageException
                        ? Outcome.RejectedByStore(failure.Message)
                        : Outcome.Retry($"{failure.GetType().Name}: {failure.Message}");
                    return;
                }
            }

            var half = range.Count / 2;
            await WriteRangeAsync(range[..half]);
            await WriteRangeAsync(range[half..]);
        }
    }

    private static bool IsAboutTheData(Exception failure, CancellationToken cancellationToken) =>
        failure is not TransientStorageException
        && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private static void Decide(ArraySegment<DrainItem> items, Outcome outcome)
    {
        foreach (var item in items)
        {
            item.Outcome = outcome;
        }
    }
}
