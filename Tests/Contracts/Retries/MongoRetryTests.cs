using Pipeline.Contracts.Drain;
using Pipeline.Contracts.Storage;

namespace Pipeline.Contracts.Retries;

public sealed class MongoRetryTests : RetryContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    private protected override async Task<DrainStores> OpenAsync() => DrainStores.On(await _scratch.OpenIndexedAsync());
}
