using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>Dirty slices whose first reader waits for a signal.</summary>
internal sealed class DelayedFirstMark(IDirtySlices inner, Task signal) : IDirtySlices
{
    public async Task<IReadOnlyList<DirtySlice>> GetWaitingAsync(
        MarkPriority priority, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        await signal;
        return await inner.GetWaitingAsync(priority, now, limit, cancellationToken);
    }

    public Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        inner.MarkAsync(slices, receivedAt, cancellationToken);

    public Task MarkForRebuildAsync(IReadOnlyCollection<DateTimeOffset> slices, CancellationToken cancellationToken) =>
        inner.MarkForRebuildAsync(slices, cancellationToken);

    public Task SetAsideAsync(
        IReadOnlyCollection<DirtySlice> slices,
        string reason,
        DateTimeOffset now,
        DateTimeOffset retryAt,
        CancellationToken cancellationToken) => inner.SetAsideAsync(slices, reason, now, retryAt, cancellationToken);

    public Task ClearAsync(IReadOnlyCollection<DirtySlice> slices, CancellationToken cancellationToken) =>
        inner.ClearAsync(slices, cancellationToken);

    public Task<DirtyStatus> GetStatusAsync(CancellationToken cancellationToken) => inner.GetStatusAsync(cancellationToken);
}
