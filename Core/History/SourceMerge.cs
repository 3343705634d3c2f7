using System.Runtime.CompilerServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// Reads several sources of a day so that an event that lies in two of them is read once, from the earlier of them. Only the keys of
/// the smaller sources are kept in memory: these are late events as a rule, beside the file of the whole day.
/// </summary>
internal static class SourceMerge
{
    /// <param name="sources">The sources; of an event that lies in several the first counts.</param>
    /// <param name="from">Where the reading begins.</param>
    /// <param name="to">Where it ends; not included.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<RawEvent> ReadAsync(
        IReadOnlyList<EventSource> sources,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (sources.Count == 1)
        {
            await foreach (var read in sources[0].ReadAsync(from, to, cancellationToken))
            {
                yield return read;
            }

            yield break;
        }

        var largest = await FindLargestAsync(sources, cancellationToken);
        var smaller = Enumerable.Range(0, sources.Count).Where(index => index != largest).ToList();
        var owners = new Dictionary<EventKey, int>();
        foreach (var index in smaller)
        {
            await foreach (var read in sources[index].ReadAsync(from, to, cancellationToken))
            {
                owners.TryAdd(read.Event.Key, index);
            }
        }

        await foreach (var read in sources[largest].ReadAsync(from, to, cancellationToken))
        {
            if (!owners.TryGetValue(read.Event.Key, out var owner))
            {
                yield return read;
            }
            else if (largest < owner)
            {
                owners[read.Event.Key] = largest;
                yield return read;
            }
        }

        foreach (var index in smaller)
        {
            // What has come since the first look is left to the reader that its mark calls.
            await foreach (var read in sources[index].ReadAsync(from, to, cancellationToken))
            {
                if (owners.TryGetValue(read.Event.Key, out var owner) && owner == index)
                {
                    yield return read;
                }
            }
        }
    }

    private static async Task<int> FindLargestAsync(IReadOnlyList<EventSource> sources, CancellationToken cancellationToken)
    {
        var (largest, most) = (0, -1L);
        for (var index = 0; index < sources.Count; index++)
        {
            if (await sources[index].CountAsync(cancellationToken) is var count && count > most)
            {
                (largest, most) = (index, count);
            }
        }

        return largest;
    }
}
