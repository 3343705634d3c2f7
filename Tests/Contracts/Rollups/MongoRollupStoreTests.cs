using Pipeline.Contracts.Storage;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Mongo;

namespace Pipeline.Contracts.Rollups;

public sealed class MongoRollupStoreTests : RollupStoreContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IRollupStore> CreateAsync() => new MongoRollupStore(await _scratch.OpenIndexedAsync());
}
