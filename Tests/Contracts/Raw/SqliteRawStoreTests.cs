using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Sqlite;

namespace Pipeline.Contracts.Raw;

public sealed class SqliteRawStoreTests : RawStoreContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IRawStore> CreateAsync() => Task.FromResult<IRawStore>(new SqliteRawStore(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
