using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Probes.Mongo;

namespace Pipeline.Contracts.Probes;

public sealed class MongoProbeStoreTests : ProbeStoreContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IProbeStore> CreateAsync() => new MongoProbeStore(await _scratch.OpenIndexedAsync());
}
