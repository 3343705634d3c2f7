using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Mongo;

namespace Pipeline.Contracts.Raw;

public sealed class MongoRawStoreTests : RawStoreContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IRawStore> CreateAsync() => new MongoRawStore(await _scratch.OpenIndexedAsync());
}
