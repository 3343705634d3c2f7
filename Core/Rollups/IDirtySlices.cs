namespace Pipeline.Core.Rollups;

/// <summary>The slices whose raw events changed since they were last folded.</summary>
public interface IDirtySlices
{
    /// <summary>Marks slices; call it only after the raw events are durable, else a refresh could clear the mark too early.</summary>
    /// <param name="slices">Starts of slices.</param>
    /// <param name="receivedAt">Receipt time of the oldest event behind the mark; a slice keeps the oldest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task MarkAsync(IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> dirty slices, those with the oldest receipt time first.</summary>
    Task<IReadOnlyList<DirtySlice>> GetOldestAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Clears marks that were not renewed since they were read.</summary>
    Task ClearAsync(IReadOnlyCollection<DirtySlice> slices, CancellationToken cancellationToken);

    Task<DirtyStatus> GetStatusAsync(CancellationToken cancellationToken);
}
