using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Quarantine.Sqlite;

namespace Pipeline.Contracts.Quarantine;

public sealed class SqliteQuarantineStoreTests : QuarantineStoreContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IQuarantineStore> CreateAsync() => Task.FromResult<IQuarantineStore>(new SqliteQuarantineStore(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
