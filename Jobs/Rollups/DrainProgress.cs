using Pipeline.Core.Processing.Ledger;

namespace Pipeline.Jobs.Rollups;

/// <summary>How far the drain has got, as the ledger knows it.</summary>
/// <remarks>
/// The queue knows when a message was sent and not when its events were received, so that even an exact and empty queue does not say
/// that all that was received is drained: it may be on its way into the queue.
/// </remarks>
internal sealed class DrainProgress(Bookkeeper bookkeeper, TimeProvider time)
{
    /// <summary>
    /// What was received before this instant has been drained, and so its slices are marked, but for what is lost. Null when nothing
    /// can be told.
    /// </summary>
    public async Task<DateTimeOffset?> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var drained = (await bookkeeper.ReadAsync(cancellationToken)).DrainedThrough;
        return drained > now ? now : drained;
    }
}
