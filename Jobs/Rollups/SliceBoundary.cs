using Microsoft.Extensions.Options;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// From which instant on slices are kept. Hours that start before it are folded whole from raw events, the others are sums of their
/// slices. It is durable and never moves back, so that the slices of an hour after it are always all there.
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

        // The first refresh ever: a replay of old days shall make no slices.
        await progress.SetSliceBoundaryAsync(Target(), cancellationToken);
        return await progress.GetSliceBoundaryAsync(cancellationToken) ?? Target();
    }

    /// <summary>
    /// Removes the slices below the boundary, then raises it. What lies between the old and the new one goes with the next purge: a
    /// refresh that still knows the old boundary would add up hours whose slices are gone.
    /// </summary>
    /// <returns>How many slices were removed.</returns>
    public async Task<long> PurgeAsync(CancellationToken cancellationToken)
    {
        var removed = await store.DeleteSlicesAsync(await GetAsync(cancellationToken), cancellationToken);
        await progress.SetSliceBoundaryAsync(Target(), cancellationToken);
        return removed;
    }

    // The start of a day: how far a slice lies from the boundary does not depend on the hour of the purge.
    private DateTimeOffset Target() => new((time.GetUtcNow() - options.Value.KeepSlices).UtcDateTime.Date, TimeSpan.Zero);
}
