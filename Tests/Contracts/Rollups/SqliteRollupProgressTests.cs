using Pipeline.Contracts.Storage;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Sqlite;

namespace Pipeline.Contracts.Rollups;

public sealed class SqliteRollupProgressTests : RollupProgressContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IRollupProgress> CreateAsync() =>
        Task.FromResult<IRollupProgress>(new SqliteRollupProgress(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
