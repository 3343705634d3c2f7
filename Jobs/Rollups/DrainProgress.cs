using Pipeline.Core.Processing.Ledger;

namespace Pipeline.Jobs.Rollups;

/// <summary>How far the drain has got, as the ledger knows it.</summary>
/// <remarks>
/// The queue knows when a message was sent, not when its events were received, so even an exact and empty queue does not prove
/// that everything received has been drained: some may be on its way into the queue.
/// </remarks>
internal sealed class DrainProgress(Bookkeeper bookkeeper, TimeProvider time)
{
    /// <summary>
    /// What was received before this instant has been drained, and so its slices are marked, except what is lost. Null when
    /// unknown.
    /// </summary>
    public async Task<DateTimeOffset?> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var drained = (await bookkeeper.ReadAsync(cancellationToken)).DrainedThrough;
        return drained > now ? now : drained;
    }
}
