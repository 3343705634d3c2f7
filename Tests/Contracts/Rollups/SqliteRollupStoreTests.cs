using Pipeline.Contracts.Storage;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Sqlite;

namespace Pipeline.Contracts.Rollups;

public sealed class SqliteRollupStoreTests : RollupStoreContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IRollupStore> CreateAsync() => Task.FromResult<IRollupStore>(new SqliteRollupStore(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
