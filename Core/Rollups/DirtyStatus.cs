namespace Pipeline.Core.Rollups;

/// <param name="Count">Dirty slices.</param>
/// <param name="OldestReceivedAt">Receipt time of the oldest event not yet rolled up; null when nothing is dirty.</param>
public sealed record DirtyStatus(long Count, DateTimeOffset? OldestReceivedAt);
