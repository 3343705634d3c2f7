namespace Pipeline.Core.Rollups;

/// <summary>What is durably stored about the rollups as a whole.</summary>
public interface IRollupProgress
{
    /// <summary>
    /// Everything received before this instant is in the zone's rollups; null before its first run. Each zone has its own, because
    /// the buckets of a newly configured zone are made only after the start.
    /// </summary>
    Task<DateTimeOffset?> GetCompleteThroughAsync(string zone, CancellationToken cancellationToken);

    /// <summary>Never moves backwards.</summary>
    Task SetCompleteThroughAsync(string zone, DateTimeOffset completeThrough, CancellationToken cancellationToken);

    /// <summary>The instant from which slices are kept; null before it was ever set.</summary>
    Task<DateTimeOffset?> GetSliceBoundaryAsync(CancellationToken cancellationToken);

    /// <summary>Never moves backwards.</summary>
    Task SetSliceBoundaryAsync(DateTimeOffset boundary, CancellationToken cancellationToken);

    /// <summary>The reported zone; null before the first refresh.</summary>
    Task<ReportedZone?> GetZoneAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores it if the stored revision is the previous one (none before revision 1). Otherwise false: another process was faster.
    /// </summary>
    Task<bool> TrySetZoneAsync(ReportedZone zone, CancellationToken cancellationToken);
}
