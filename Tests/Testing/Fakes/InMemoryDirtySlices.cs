using Pipeline.Core.Rollups;

namespace Pipeline.Testing.Fakes;

/// <summary>Dirty marks in memory.</summary>
public sealed class InMemoryDirtySlices : IDirtySlices
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DateTimeOffset, Mark> _marks = [];
    private long _version;

    public Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        MarkAsync(slices, start => MarkPriorities.Of(start, receivedAt), receivedAt);

    public Task MarkForRebuildAsync(IReadOnlyCollection<DateTimeOffset> slices, CancellationToken cancellationToken) =>
        MarkAsync(slices, _ => MarkPriority.Rebuild, DateTimeOffset.MaxValue);

    public Task<IReadOnlyList<DirtySlice>> GetWaitingAsync(
        MarkPriority priority, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DirtySlice>>([.. _marks.Values
                .Where(mark => mark.Slice.Priority == priority && mark.RetryAt <= now)
                .Select(mark => mark.Slice)
                .OrderBy(slice => slice.ReceivedAt)
                .ThenBy(slice => slice.Start)
                .Take(limit)]);
        }
    }

    /// <summary>Every mark, also of those that were set aside, in the order in which the refresh comes to them.</summary>
    public Task<IReadOnlyList<DirtySlice>> GetOldestAsync(int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DirtySlice>>([.. _marks.Values
                .Select(mark => mark.Slice)
                .OrderBy(slice => slice.Priority)
                .ThenBy(slice => slice.ReceivedAt)
                .ThenBy(slice => slice.Start)
                .Take(limit)]);
        }
    }

    public Task ClearAsync(IReadOnlyCollection<DirtySlice> slices, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var slice in slices.Where(IsUnchanged))
            {
                _marks.Remove(slice.Start);
            }
        }

        return Task.CompletedTask;
    }

    public Task SetAsideAsync(
        IReadOnlyCollection<DirtySlice> slices,
        string reason,
        DateTimeOffset now,
        DateTimeOffset retryAt,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var slice in slices.Where(IsUnchanged))
            {
                var mark = _marks[slice.Start];
                _marks[slice.Start] = new Mark(mark.Slice with { Reason = reason }, retryAt, mark.Since ?? now);
            }
        }

        return Task.CompletedTask;
    }

    public Task<DirtyStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var setAside = _marks.Values.Where(mark => mark.Since is not null).OrderBy(mark => mark.Since).ThenBy(mark => mark.Slice.Start).ToList();
            return Task.FromResult(new DirtyStatus(
                _marks.Count - setAside.Count,
                _marks.Values.Count(mark => mark.Since is null && mark.Slice.Priority == MarkPriority.Rebuild),
                setAside.Count,
                [.. setAside.Take(IDirtySlices.ListedSetAside)
                    .Select(mark => new SetAsideSlice(mark.Slice.Start, mark.Slice.Reason!, mark.Since!.Value))]));
        }
    }

    private bool IsUnchanged(DirtySlice slice) => _marks.TryGetValue(slice.Start, out var mark) && mark.Slice.Version == slice.Version;

    private Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices, Func<DateTimeOffset, MarkPriority> priorityOf, DateTimeOffset receivedAt)
    {
        lock (_lock)
        {
            foreach (var start in slices)
            {
                var slice = new DirtySlice(start, ++_version, priorityOf(start), receivedAt);
                var old = _marks.GetValueOrDefault(start);
                _marks[start] = old is null
                    ? new Mark(slice, DateTimeOffset.MinValue, null)
                    : old with
                    {
                        RetryAt = DateTimeOffset.MinValue,
                        Slice = old.Slice with
                        {
                            Version = slice.Version,
                            Priority = old.Slice.Priority < slice.Priority ? old.Slice.Priority : slice.Priority,
                            ReceivedAt = old.Slice.ReceivedAt < receivedAt ? old.Slice.ReceivedAt : receivedAt,
                        },
                    };
            }
        }

        return Task.CompletedTask;
    }

    private sealed record Mark(DirtySlice Slice, DateTimeOffset RetryAt, DateTimeOffset? Since);
}
