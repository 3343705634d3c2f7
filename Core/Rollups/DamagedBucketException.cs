namespace Pipeline.Core.Rollups;

/// <summary>A stored bucket cannot be read. Folding one of its slices again recreates it.</summary>
public sealed class DamagedBucketException(BucketKey bucket, string what, Exception? inner = null)
    : PipelineException($"{bucket}: {what} cannot be read", inner)
{
    public BucketKey Bucket { get; } = bucket;
}
