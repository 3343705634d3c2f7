using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Sessions.Mongo;

namespace Pipeline.Contracts.Sessions;

public sealed class MongoSessionStoreTests : SessionStoreContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<ISessionStore> CreateAsync() => new MongoSessionStore(await _scratch.OpenIndexedAsync());
}
