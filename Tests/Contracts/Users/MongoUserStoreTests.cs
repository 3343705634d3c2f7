using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Mongo;

namespace Pipeline.Contracts.Users;

public sealed class MongoUserStoreTests : UserStoreContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();
    private MongoUserStore? _store;

    public async ValueTask DisposeAsync()
    {
        _store?.Dispose();
        await _scratch.DisposeAsync();
    }

    protected override async Task<IUserStore> CreateAsync()
    {
        _store?.Dispose();
        _store = new MongoUserStore(await _scratch.OpenIndexedAsync());
        return _store;
    }
}
