using Pipeline.Contracts.Storage;

namespace Pipeline.Contracts.Drain;

public sealed class MongoRedeliveryTests : RedeliveryContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    private protected override async Task<DrainStores> OpenAsync() => DrainStores.On(await _scratch.OpenIndexedAsync());
}
