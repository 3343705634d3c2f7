using Microsoft.Extensions.Options;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// The instant from which slices are kept. Hours that start before it are folded whole from raw events, the others are sums of their
/// slices. It is durable and never moves back, so that the slices of an hour after it are always complete.
/// </summary>
internal sealed class SliceBoundary(
    IRollupStore store, IRollupProgress progress, IOptions<RollupOptions> options, TimeProvider time)
{
    public async Task<DateTimeOffset> GetAsync(CancellationToken cancellationToken)
    {
        if (await progress.GetSliceBoundaryAsync(cancellationToken) is { } boundary)
        {
            return boundary;
        }

        // The first refresh ever: a replay of old days must not make slices.
        await progress.SetSliceBoundaryAsync(Target(), cancellationToken);
        return await progress.GetSliceBoundaryAsync(cancellationToken) ?? Target();
    }

    /// <summary>
    /// Removes the slices below the boundary, then raises it. Slices between the old and the new boundary are removed by the next purge: a
    /// refresh that still uses the old boundary would add up hours whose slices are gone.
    /// </summary>
    /// <returns>How many slices were removed.</returns>
    public async Task<long> PurgeAsync(CancellationToken cancellationToken)
    {
        var removed = await store.DeleteSlicesAsync(await GetAsync(cancellationToken), cancellationToken);
        await progress.SetSliceBoundaryAsync(Target(), cancellationToken);
        return removed;
    }

    // The start of a day, so that the boundary does not depend on the hour of the purge.
    private DateTimeOffset Target() => new((time.GetUtcNow() - options.Value.KeepSlices).UtcDateTime.Date, TimeSpan.Zero);
}
