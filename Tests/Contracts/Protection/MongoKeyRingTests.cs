using Pipeline.Contracts.Storage;
using Pipeline.Core.Protection;
using Pipeline.Core.Protection.Mongo;

namespace Pipeline.Contracts.Protection;

public sealed class MongoKeyRingTests : KeyRingContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IKeyRing> CreateAsync() => new MongoKeyRing(await _scratch.OpenIndexedAsync());
}
