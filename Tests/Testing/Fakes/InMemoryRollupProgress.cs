using Pipeline.Core.Rollups;

namespace Pipeline.Testing.Fakes;

/// <summary>The progress of rollups in memory.</summary>
public sealed class InMemoryRollupProgress : IRollupProgress
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _completeThrough = new(StringComparer.Ordinal);
    private DateTimeOffset? _boundary;
    private ReportedZone? _zone;

    public Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_completeThrough.TryGetValue(zone, out var instant) ? instant : (DateTimeOffset?)null);
        }
    }

    public Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_completeThrough.TryGetValue(zone, out var known) || completeThrough > known)
            {
                _completeThrough[zone] = completeThrough;
            }
        }

        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> GetSliceBoundaryAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_boundary);
        }
    }

    public Task SetSliceBoundaryAsync(DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _boundary = _boundary > boundary ? _boundary : boundary;
        }

        return Task.CompletedTask;
    }

    public Task<ReportedZone?> GetZoneAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_zone);
        }
    }

    public Task<bool> TrySetZoneAsync(ReportedZone zone, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isNext = zone.Revision == (_zone?.Revision ?? 0) + 1;
            _zone = isNext ? zone : _zone;
            return Task.FromResult(isNext);
        }
    }
}
