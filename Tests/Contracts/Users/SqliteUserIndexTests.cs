using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Search;
using Pipeline.Core.Processing.Users.Search.Sqlite;
using Pipeline.Core.Processing.Users.Sqlite;

namespace Pipeline.Contracts.Users;

public sealed class SqliteUserIndexTests : UserIndexContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();
    private SqliteUserStore? _users;

    public void Dispose()
    {
        _users?.Dispose();
        _scratch.Dispose();
    }

    protected override Task<(IUserStore Users, IUserIndex Index)> CreateAsync()
    {
        _users?.Dispose();
        var storage = _scratch.Open();
        _users = new SqliteUserStore(storage.Store);
        return Task.FromResult<(IUserStore, IUserIndex)>((_users, new SqliteUserIndex(storage.Store, storage.Search)));
    }

    protected override Task RemoveIndexAsync()
    {
        _scratch.Open().Dispose();
        File.Delete(Path.Combine(_scratch.DataDirectory, "search.db"));
        return Task.CompletedTask;
    }
}
