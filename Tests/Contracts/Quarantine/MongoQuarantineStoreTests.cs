using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Quarantine.Mongo;

namespace Pipeline.Contracts.Quarantine;

public sealed class MongoQuarantineStoreTests : QuarantineStoreContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IQuarantineStore> CreateAsync() => new MongoQuarantineStore(await _scratch.OpenIndexedAsync());
}
