namespace Pipeline.Core.Rollups;

/// <summary>A bucket as it lies in the store.</summary>
/// <param name="Key">Which bucket.</param>
/// <param name="Content">A rollup as its codec writes it.</param>
/// <param name="UpdatedAt">When it was written.</param>
/// <param name="RevisedAt">When late events last changed it after its time was over; null while they have not.</param>
/// <param name="Version">The fence of the run that wrote it: grows with every write.</param>
public sealed record StoredRollup(
    RollupKey Key, ReadOnlyMemory<byte> Content, DateTimeOffset UpdatedAt, DateTimeOffset? RevisedAt, long Version);
