namespace Pipeline.Core.Rollups;

/// <summary>What is stored of a bucket cannot be read. Folding one of its slices again makes it anew.</summary>
public sealed class DamagedBucketException(BucketKey bucket, string what, Exception? inner = null)
    : PipelineException($"{bucket}: {what} cannot be read", inner)
{
    public BucketKey Bucket { get; } = bucket;
}
