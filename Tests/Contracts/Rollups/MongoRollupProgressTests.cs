using Pipeline.Contracts.Storage;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Mongo;

namespace Pipeline.Contracts.Rollups;

public sealed class MongoRollupProgressTests : RollupProgressContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IRollupProgress> CreateAsync() => new MongoRollupProgress(await _scratch.OpenIndexedAsync());
}
