using Microsoft.Extensions.Options;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>Begins the writing of buckets.</summary>
internal sealed class BucketWriters(IRollupStore store, PartCache cache, TimeProvider time, IOptions<RollupOptions> options)
{
    /// <summary>A writer with a version of its own. Take it before reading what is to be written.</summary>
    /// <param name="rewrites">Whether parts that seem to be unchanged are written too, because what is stored may be damaged.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<BucketWriter> OpenAsync(bool rewrites, CancellationToken cancellationToken) => new(
        store, cache, time, options.Value.MaxKeysPerBucket, await store.NextVersionAsync(cancellationToken), rewrites);
}
