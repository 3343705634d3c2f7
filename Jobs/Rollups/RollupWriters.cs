using Microsoft.Extensions.Options;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>Begins runs that write rollups.</summary>
internal sealed class RollupWriters(IRollupStore store, RollupCache cache, TimeProvider time, IOptions<ReportingOptions> options)
{
    /// <summary>A writer with a fence of its own. Take it before reading what is to be written.</summary>
    public async Task<RollupWriter> OpenAsync(CancellationToken cancellationToken) =>
        new(store, cache, time, options.Value.MaxKeysPerBucket, await store.NextFenceAsync(cancellationToken));
}
