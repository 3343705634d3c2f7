using Pipeline.Core.Rollups;

namespace Pipeline.Testing.Fakes;

/// <summary>Dirty marks in memory.</summary>
public sealed class InMemoryDirtySlices : IDirtySlices
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DateTimeOffset, DirtySlice> _marks = [];
    private long _version;

    public Task MarkAsync(
        IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var start in slices)
            {
                var oldest = _marks.TryGetValue(start, out var mark) && mark.ReceivedAt < receivedAt ? mark.ReceivedAt : receivedAt;
                _marks[start] = new DirtySlice(start, ++_version, oldest);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DirtySlice>> GetOldestAsync(int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DirtySlice>>(
                [.. _marks.Values.OrderBy(mark => mark.ReceivedAt).ThenBy(mark => mark.Start).Take(limit)]);
        }
    }

    public Task ClearAsync(IReadOnlyCollection<DirtySlice> slices, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var slice in slices)
            {
                if (_marks.TryGetValue(slice.Start, out var mark) && mark.Version == slice.Version)
                {
                    _marks.Remove(slice.Start);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task<DirtyStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DateTimeOffset? oldest = _marks.Count == 0 ? null : _marks.Values.Min(mark => mark.ReceivedAt);
            return Task.FromResult(new DirtyStatus(_marks.Count, oldest));
        }
    }
}
