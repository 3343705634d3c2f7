namespace Pipeline.Core.Rollups;

/// <summary>What a reader needs to know to use its cached copy of a bucket.</summary>
public readonly record struct RollupVersion(RollupKey Key, long Version, DateTimeOffset? RevisedAt);
