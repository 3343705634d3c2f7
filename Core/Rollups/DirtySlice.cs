namespace Pipeline.Core.Rollups;

/// <param name="Start">Start of the slice, UTC.</param>
/// <param name="Version">Changes with every mark, so that a mark renewed during a refresh is not cleared by it.</param>
/// <param name="ReceivedAt">Receipt time of the oldest event not yet rolled up.</param>
public readonly record struct DirtySlice(DateTimeOffset Start, long Version, DateTimeOffset ReceivedAt);
