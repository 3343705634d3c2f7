using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Mongo;
using Pipeline.Core.Processing.Users.Search;
using Pipeline.Core.Processing.Users.Search.Mongo;

namespace Pipeline.Contracts.Users;

public sealed class MongoUserIndexTests : UserIndexContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();
    private MongoUserStore? _users;

    public async ValueTask DisposeAsync()
    {
        _users?.Dispose();
        await _scratch.DisposeAsync();
    }

    protected override async Task<(IUserStore Users, IUserIndex Index)> CreateAsync()
    {
        _users?.Dispose();
        var storage = await _scratch.OpenIndexedAsync();
        _users = new MongoUserStore(storage);
        return (_users, new MongoUserIndex(storage));
    }

    protected override Task RemoveIndexAsync() =>
        _scratch.Storage.Database.DropCollectionAsync("user_index", TestContext.Current.CancellationToken);
}
