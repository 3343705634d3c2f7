using Microsoft.Extensions.Options;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>Begins the writing of buckets.</summary>
internal sealed class BucketWriters(IRollupStore store, PartCache cache, TimeProvider time, IOptions<RollupOptions> options)
{
    /// <summary>A writer with a new version. Get it before reading what is to be written.</summary>
    /// <param name="rewrites">Whether apparently unchanged parts are written too, because the stored ones may be damaged.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<BucketWriter> OpenAsync(bool rewrites, CancellationToken cancellationToken) => new(
        store, cache, time, options.Value.MaxKeysPerBucket, await store.NextVersionAsync(cancellationToken), rewrites);
}
