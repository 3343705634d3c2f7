using Pipeline.Contracts.Storage;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Sqlite;

namespace Pipeline.Contracts.Rollups;

public sealed class SqliteDirtySlicesTests : DirtySlicesContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IDirtySlices> CreateAsync() => Task.FromResult<IDirtySlices>(new SqliteDirtySlices(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
