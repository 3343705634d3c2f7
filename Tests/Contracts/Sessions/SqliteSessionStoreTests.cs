using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Sessions.Sqlite;

namespace Pipeline.Contracts.Sessions;

public sealed class SqliteSessionStoreTests : SessionStoreContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<ISessionStore> CreateAsync() => Task.FromResult<ISessionStore>(new SqliteSessionStore(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
