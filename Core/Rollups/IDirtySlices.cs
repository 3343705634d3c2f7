namespace Pipeline.Core.Rollups;

/// <summary>
/// The slices whose raw events changed since they were last folded. A mark may be set aside: it then waits until a given time, or until the
/// slice is marked anew.
/// </summary>
public interface IDirtySlices
{
    /// <summary>How many of the slices that were set aside a status lists.</summary>
    const int ListedSetAside = 10;

    /// <summary>
    /// Marks slices with the priority of <see cref="MarkPriorities"/>; a slice that is marked already never gets a lower one. Call it
    /// only after the raw events are durable, else a refresh could clear the mark too early.
    /// </summary>
    /// <param name="slices">Starts of slices.</param>
    /// <param name="receivedAt">Receipt time of the oldest event behind the mark; a slice keeps the oldest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task MarkAsync(IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <summary>Marks slices with <see cref="MarkPriority.Rebuild"/>, and with no event behind the mark.</summary>
    Task MarkForRebuildAsync(IReadOnlyCollection<DateTimeOffset> slices, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="limit"/> dirty slices of a priority, those with the oldest receipt time first and of equal ones the
    /// earliest. Slices that were set aside are included once their time has come.
    /// </summary>
    Task<IReadOnlyList<DirtySlice>> GetWaitingAsync(
        MarkPriority priority, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Clears the marks that have not been renewed since they were read.</summary>
    Task ClearAsync(IReadOnlyCollection<DirtySlice> slices, CancellationToken cancellationToken);

    /// <summary>
    /// Sets aside the marks that have not been renewed since they were read. Marked again, a slice stops waiting, but keeps the reason and when
    /// it was first set aside, until it is cleared.
    /// </summary>
    Task SetAsideAsync(
        IReadOnlyCollection<DirtySlice> slices,
        string reason,
        DateTimeOffset now,
        DateTimeOffset retryAt,
        CancellationToken cancellationToken);

    Task<DirtyStatus> GetStatusAsync(CancellationToken cancellationToken);
}
