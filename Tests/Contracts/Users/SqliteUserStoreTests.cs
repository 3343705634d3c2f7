using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Sqlite;

namespace Pipeline.Contracts.Users;

public sealed class SqliteUserStoreTests : UserStoreContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();
    private SqliteUserStore? _store;

    protected override Task<IUserStore> CreateAsync()
    {
        _store?.Dispose();
        _store = new SqliteUserStore(_scratch.Open().Store);
        return Task.FromResult<IUserStore>(_store);
    }

    public void Dispose()
    {
        _store?.Dispose();
        _scratch.Dispose();
    }
}
