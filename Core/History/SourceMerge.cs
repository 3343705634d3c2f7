using System.Runtime.CompilerServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// Reads several sources of a day so that an event that lies in two of them is read once, from the earlier generation. Only the keys of
/// the smaller sources are kept in memory: these are late events as a rule, beside the file of the whole day.
/// </summary>
internal static class SourceMerge
{
    /// <param name="sources">The sources, earliest generation first.</param>
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
        var smaller = sources.Where(source => source != largest).ToList();
        var owners = new Dictionary<EventKey, int>();
        foreach (var source in smaller)
        {
            await foreach (var read in source.ReadAsync(from, to, cancellationToken))
            {
                owners.TryAdd(read.Event.Key, source.Generation);
            }
        }

        await foreach (var read in largest.ReadAsync(from, to, cancellationToken))
        {
            if (!owners.TryGetValue(read.Event.Key, out var owner))
            {
                yield return read;
            }
            else if (largest.Generation < owner)
            {
                owners[read.Event.Key] = largest.Generation;
                yield return read;
            }
        }

        foreach (var source in smaller)
        {
            // What has come since the first look is left to the reader that its mark calls.
            await foreach (var read in source.ReadAsync(from, to, cancellationToken))
            {
                if (owners.TryGetValue(read.Event.Key, out var owner) && owner == source.Generation)
                {
                    yield return read;
                }
            }
        }
    }

    private static async Task<EventSource> FindLargestAsync(IReadOnlyList<EventSource> sources, CancellationToken cancellationToken)
    {
        var (largest, most) = (sources[0], -1L);
        foreach (var source in sources)
        {
            if (await source.CountAsync(cancellationToken) is var count && count > most)
            {
                (largest, most) = (source, count);
            }
        }

        return largest;
    }
}
